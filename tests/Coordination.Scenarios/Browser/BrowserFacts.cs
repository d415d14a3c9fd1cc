namespace Coordination.Scenarios.Browser;

/// <summary>Skipped, with its reason, where there is no Chromium.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Officer.Missing;
}

/// <summary>Skipped, with its reason, where there is no Chromium.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Officer.Missing;
}
