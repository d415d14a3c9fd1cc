using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Storage.Tests.Journal;

[NeedsSqlServer]
public sealed class When_several_processes_write_on_SQL_Server : When_several_processes_write
{
    private readonly SqlServerPlace _place = new();
    private SqlServerPlace? _beside;

    private protected override string InsertFrozen
        => "insert into event (stream, version, type, [schema], at, actor, cause, exercise, body, hash, writer, link) values (N'box/frozen', 1, N'mark-put', 1, 0, N'', N'', 0, 0x, 0x, N'frozen', 1)";

    private protected override Task<OpenedStore> OpenAsync(Faults faults) => _place.OpenAsync(Clock, faults);

    private protected override Task<OpenedStore> OpenOtherAsync(Faults faults) => (_beside ??= _place.Beside()).OpenAsync(Clock, faults);

    private protected override async Task DisposePlacesAsync()
    {
        if (_beside is not null)
        {
            await _beside.DisposeAsync();
        }

        await _place.DisposeAsync();
    }

    private protected override Task KillHolderAsync()
    {
        _place.Kill();
        return Task.CompletedTask;
    }

    private protected override DbConnection Connect() => new SqlConnection(_place.ConnectionString);

    private protected override async Task<FreshDatabase> MakeFreshAsync()
    {
        var place = new SqlServerPlace();
        var options = place.Options with { ConnectionString = await SqlServerServer.MakeDatabaseAsync() };
        return new(
            () => SqlServerStore.MigrateAsync(options, [BoxKind.Table], NullLoggerFactory.Instance, None),
            async () => await SqlServerStore.OpenAsync(options, [BoxKind.Table], Clock, NullLoggerFactory.Instance, None),
            () => new SqlConnection(options.ConnectionString),
            "insert into SchemaVersions (ScriptName, Applied) values (N'Coordination.Storage.SqlServer.Scripts.9999_later.sql', sysutcdatetime())",
            place);
    }

    [EngineFact]
    public async Task What_an_old_connection_still_sends_is_not_written_after_a_new_one_has_looked()
    {
        var faults = new Faults();
        var store = await OpenAsync(faults);
        await using var whole = store.Whole;
        await Written(store.Journal.CommitAsync(Mark("a", 0), None));
        var stopped = faults.StopWriter();
        var late = store.Journal.CommitAsync(Mark("a", 1), None);
        await stopped;

        // As a new connection of the same process does, when the answer to a group was lost.
        await ScalarAsync("update writer set groups = groups + 1");
        faults.LetGo();

        // The old number is refused; the group is considered again under the new one, and written once.
        await Written(late);
        Assert.Equal(2, (await store.Journal.ReadStreamAsync(new("box/a"), 0, None)).Count);
    }

    [EngineFact]
    public async Task Texts_that_differ_in_spaces_at_their_ends_are_different()
    {
        await Written(One.Journal.CommitAsync(Mark("a", 0) with { Claims = [new("name", "n")] }, None));
        await Written(One.Journal.CommitAsync(Mark("a ", 0) with { Claims = [new("name", "n ")], CloseKeys = ["k "] }, None));

        Assert.Equal(new("box/a"), (await One.Journal.FindClaimsAsync([new("name", "n")], None)).Single().Value);
        Assert.Equal(new("box/a "), (await One.Journal.FindClaimsAsync([new("name", "n ")], None)).Single().Value);
        Assert.True(await One.Outbox.IsKeyOpenAsync("k", None));
        Assert.False(await One.Outbox.IsKeyOpenAsync("k ", None));
    }
}
