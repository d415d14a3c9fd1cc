namespace Coordination.Storage.Scan;

/// <summary>How an engine keeps texts of the journal that it cannot keep as they are, and gives them back as they were written and hashed.</summary>
internal sealed record KeptTexts(Func<string, string> Keep, Func<string, string> Show);
