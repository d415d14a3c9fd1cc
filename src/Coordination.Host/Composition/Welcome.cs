using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Grains.Live;
using Coordination.Host.Access;
using Coordination.Host.Demo;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Says where the server is once it listens; to whoever starts it for the first time also how to get in.</summary>
internal sealed class Welcome(
    IServiceScopeFactory scopes, PublicAddress address, SetupLinks links, JournalTail tail, IHostApplicationLifetime lifetime, IOptions<CoordinationOptions> options,
    DemoData? demo = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
        await tail.Started.WaitAsync(stoppingToken);
        if (demo is not null)
        {
            await demo.LoadAsync(stoppingToken);
        }

        await using var scope = scopes.CreateAsyncScope();
        var invited = await scope.ServiceProvider.GetRequiredService<Administrators>().WhoCouldBeAsync(stoppingToken);
        var lines = new List<string> { $"Coordination is at {address.Value}", Where(options.Value) };
        if (demo is not null)
        {
            lines.AddRange(demo.HowToSignIn(address.Value));
        }
        else if (invited is { } first)
        {
            lines.Add($"Nobody can sign in yet. Make the first administrator with this link, which works once:");
            lines.Add(links.ForFirstAdministrator(first));
        }

        if (demo is null && options.Value.SecurityTxt.Contact.Count == 0)
        {
            lines.Add($"Nobody is told where to report a weakness of this server: set Coordination:SecurityTxt:Contact:0, for example mailto:security@cert.example.");
        }

        lines.Add("Ctrl+C stops it; started again, it goes on where it was.");
        // To people at a terminal, not to the log: the link must not be kept there.
        await System.Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines).AsMemory(), stoppingToken);
    }

    private static string Where(CoordinationOptions options) => options.Database.Engine == DatabaseEngine.Sqlite
        ? $"Its data is in {options.Folder}"
        : $"Its data is in {options.Database.Engine}, its keys are in {options.Keys}";
}
