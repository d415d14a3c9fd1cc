using Coordination.Host.Composition;

namespace Coordination.Host.Demo;

/// <summary>Joins what only the demo has.</summary>
internal static class DemoComposition
{
    /// <returns>Whether this is a demo.</returns>
    public static bool AddDemo(this WebApplicationBuilder builder) => builder.Configuration.GetValue<bool>($"{CoordinationOptions.Section}:{nameof(CoordinationOptions.Demo)}") && false;

    public static void MapDemo(this WebApplication app) => _ = app;
}

internal sealed class DemoData
{
    public Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IEnumerable<string> HowToSignIn(string address) => [address];
}
