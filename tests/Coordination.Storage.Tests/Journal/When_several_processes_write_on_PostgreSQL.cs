using System.Data.Common;
using Coordination.Domain.Journal;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Coordination.Storage.Tests.Journal;

public sealed class When_several_processes_write_on_PostgreSQL : When_several_processes_write
{
    private readonly PostgresPlace _place = new();

    private protected override string InsertFrozen
        => "insert into event (position, stream, version, type, schema, at, actor, cause, exercise, body, hash, writer, link) select pg_current_xact_id()::text::bigint << 20, 'box/frozen', 1, 'mark-put', 1, 0, '', '', 0, '', '', 'frozen', 1";

    private protected override Task<OpenedStore> OpenAsync(Faults faults) => _place.OpenAsync(Clock, faults);

    private protected override Task<OpenedStore> OpenOtherAsync(Faults faults) => _place.OpenAsync(Clock, faults);

    private protected override Task DisposePlacesAsync() => _place.DisposeAsync().AsTask();

    private protected override async Task KillHolderAsync()
    {
        var held = (long)(await ScalarAsync("select ('x' || right(owner, 16))::bit(64)::bigint from outbox where owner is not null"))!;
        await ScalarAsync($"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1 and (classid::bigint << 32) | objid::bigint = {held}");
    }

    private protected override DbConnection Connect() => new NpgsqlConnection(_place.ConnectionString);

    private protected override async Task<FreshDatabase> MakeFreshAsync()
    {
        var place = new PostgresPlace();
        var options = place.Options with { ConnectionString = await (await PostgresServer.SharedAsync()).MakeDatabaseAsync() };
        return new(
            () => PostgresStore.MigrateAsync(options, [BoxKind.Table], NullLoggerFactory.Instance, None),
            async () => await PostgresStore.OpenAsync(options, [BoxKind.Table], Clock, NullLoggerFactory.Instance, None),
            () => new NpgsqlConnection(options.ConnectionString),
            "insert into schemaversions (scriptname, applied) values ('Coordination.Storage.Postgres.Scripts.9999_later.sql', now())",
            place);
    }

    [EngineFact]
    public async Task After_a_restore_on_a_server_that_counts_from_below_new_positions_stand_after_the_old_ones()
    {
        await Written(One.Journal.CommitAsync(Mark("old", 0), None));
        // As if the journal came from a server that had counted much further.
        await ScalarAsync("update event set position = position + (1000000000::bigint << 20)");

        await using var store = await PostgresStore.OpenAsync(_place.Options, [BoxKind.Table], Clock, NullLoggerFactory.Instance, None);
        var cursor = await store.Feed.NowAsync(None);
        await Written(store.Journal.CommitAsync(Mark("new", 0), None));

        var old = Assert.Single(await store.Journal.ReadStreamAsync(new("box/old"), 0, None));
        var fresh = Assert.Single(await store.Journal.ReadStreamAsync(new("box/new"), 0, None));
        Assert.True(fresh.Position > old.Position, $"{fresh.Position} is not after {old.Position}");
        Assert.Equal("box/new", Assert.Single((await store.Feed.ReadAsync(cursor, None)).Entries).Stream.Value);
    }
}
