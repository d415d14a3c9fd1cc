using Microsoft.Data.Sqlite;

namespace Coordination.Cli.Tests.Data;

/// <summary>The folder of a server that has run and is stopped.</summary>
public sealed class What_is_done_on_a_data_folder : IAsyncLifetime
{
    private readonly RunningServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StopAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_is_migrated_verified_and_rebuilt_and_an_altered_event_is_named()
    {
        var migrated = await OnFolderAsync("migrate");
        var whole = await OnFolderAsync("verify");
        var rebuilt = await OnFolderAsync("rebuild");
        var stillWhole = await OnFolderAsync("verify");
        Alter();
        var altered = await OnFolderAsync("verify");

        Assert.Equal((0, 0, 0, 0), (migrated.Code, whole.Code, rebuilt.Code, stillWhole.Code));
        Assert.StartsWith("Whole: ", whole.Out, StringComparison.Ordinal);
        Assert.Matches(@"made again: [1-9]\d* rows from [1-9]\d* events of [1-9]\d* streams", rebuilt.Out);
        Assert.Equal((1, ""), (altered.Code, altered.Out));
        Assert.StartsWith("Not whole: altered, source/sensor version 1: ", altered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_data_file_is_named()
    {
        var missing = Path.Combine(_server.Folder, "missing");

        var migrate = await Ran.CoordctlAsync("migrate", "--data", missing);
        var verify = await Ran.CoordctlAsync("verify", "--data", missing);

        Assert.Equal((1, 2), (migrate.Code, verify.Code));
        Assert.Contains("--data", migrate.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    private Task<Ran> OnFolderAsync(string verb) => Ran.CoordctlAsync(verb, "--data", _server.Folder);

    private void Alter()
    {
        using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_server.Folder, "coordination.db"), Pooling = false }.ToString());
        file.Open();
        using var change = file.CreateCommand();
        change.CommandText = "update event set actor = 'person/mallory' where stream = 'source/sensor' and version = 1";
        Assert.Equal(1, change.ExecuteNonQuery());
    }
}
