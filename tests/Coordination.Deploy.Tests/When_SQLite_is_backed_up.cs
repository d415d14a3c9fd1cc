using System.Globalization;
using System.Text.RegularExpressions;

namespace Coordination.Deploy.Tests;

/// <summary>The commands of the README, while the real server writes.</summary>
public sealed partial class When_SQLite_is_backed_up : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-backup-").FullName;
    private readonly Shell _shell = new();
    private RunningHost? _host;

    /// <summary>The demo keeps to a folder of its own.</summary>
    private string Data => Path.Combine(_folder, "demo");

    private string Backup => Path.Combine(_folder, "backup");

    private string Restored => Path.Combine(_folder, "elsewhere", "demo");

    public async Task InitializeAsync()
    {
        // Once stopped, so that there is a signed checkpoint, and running again.
        await using (var first = await StartAsync(_folder))
        {
            await first.StopAsync();
        }

        _host = await StartAsync(_folder);
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [ToolFact("sqlite3", "bash")]
    public async Task A_copy_taken_while_it_runs_is_whole_and_a_server_goes_on_from_it()
    {
        await WrittenAsync(50);
        (await BackUpAsync()).Well();
        var copied = await EventsAsync(Path.Combine(Backup, "coordination.db"));
        // It was written to all the time.
        await WrittenAsync(copied + 1);
        await _host!.StopAsync();

        var restored = (await RestoreAsync()).Well();

        Assert.StartsWith($"Whole: {copied} events", restored.Out, StringComparison.Ordinal);
        Assert.Matches(@"[1-9]\d* checkpoints", restored.Out);
        Assert.False(File.Exists(Path.Combine(Restored, "coordination.db-wal")));
        await using var again = await StartAsync(Path.Combine(_folder, "elsewhere"));
        using var client = new HttpClient { BaseAddress = again.Address };
        using var ready = await client.GetAsync("/health/ready");
        Assert.True(ready.IsSuccessStatusCode);
        await Waiting.UntilAsync(async () => await EventsAsync(Path.Combine(Restored, "coordination.db")) > copied, "writing on");
        await again.StopAsync();
        Assert.StartsWith("Whole: ", (await _shell.RunAsync("coordctl verify --data \"$DATA\"", ("DATA", Restored))).Well().Out, StringComparison.Ordinal);
    }

    /// <summary>Why the README copies checkpoints first.</summary>
    [ToolFact("sqlite3", "bash")]
    public async Task Checkpoints_that_are_newer_than_the_data_say_that_something_was_removed()
    {
        await WrittenAsync(20);
        (await BackUpAsync()).Well();
        await WrittenAsync(await EventsAsync(Path.Combine(Backup, "coordination.db")) + 20);
        // Stopping signs a last one.
        await _host!.StopAsync();
        (await _shell.RunAsync("cp -R \"$DATA/checkpoints\" \"$BACKUP/\"", ("DATA", Data), ("BACKUP", Backup))).Well();

        var restored = await RestoreAsync();

        Assert.Equal(1, restored.Code);
        Assert.StartsWith("Not whole: ", restored.Error, StringComparison.Ordinal);
    }

    [ToolFact("sqlite3", "bash")]
    public async Task A_copy_that_was_altered_is_named()
    {
        await WrittenAsync(20);
        (await BackUpAsync()).Well();
        (await _shell.RunAsync("sqlite3 \"$BACKUP/coordination.db\" \"update event set actor = 'person/mallory' where position = 5\"", ("BACKUP", Backup))).Well();

        var restored = await RestoreAsync();

        Assert.Equal(1, restored.Code);
        Assert.StartsWith("Not whole: altered, ", restored.Error, StringComparison.Ordinal);
    }

    private static Task<RunningHost> StartAsync(string folder) => RunningHost.StartAsync(folder, null, "--demo", "--Coordination:DemoSecondsBetweenAlerts=0.05");

    private Task<Ran> BackUpAsync() => _shell.RunAsync(Readme.Block("sqlite-backup"), ("DATA", Data), ("BACKUP", Backup));

    private Task<Ran> RestoreAsync() => _shell.RunAsync(Readme.Block("sqlite-restore"), ("BACKUP", Backup), ("RESTORED", Restored), ("KEYS", Path.Combine(Data, "keys")));

    private Task WrittenAsync(int events) => Waiting.UntilAsync(async () => await EventsAsync(Path.Combine(Data, "coordination.db")) >= events, $"{events} events");

    private async Task<int> EventsAsync(string file)
        => int.Parse(Digits().Match((await _shell.RunAsync("sqlite3 -readonly -cmd '.timeout 5000' \"$FILE\" 'select count(*) from event'", ("FILE", file))).Well().Out).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
