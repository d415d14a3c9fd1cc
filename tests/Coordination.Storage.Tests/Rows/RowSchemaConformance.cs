using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

/// <summary>Row tables are made from their declarations, once, whoever starts at the same time.</summary>
public abstract class RowSchemaConformance
{
    private static readonly RowTable<Sample> Other = new("other", [RowTable<Sample>.Text("name", row => row.Name)]);

    private protected abstract Task<IRowSchemaPlace> MakePlaceAsync();

    [EngineFact]
    public async Task Tables_are_current_when_they_are_as_declared_and_were_filled()
    {
        var place = await MakePlaceAsync();
        await using var session = await place.OpenAsync();
        RowTable[] tables = [Sample.Table, Other];
        Assert.False(await session.IsCurrentAsync(tables));

        await session.MakeAgainAsync(tables);
        Assert.False(await session.IsCurrentAsync(tables));

        await session.MarkCurrentAsync(tables);
        Assert.True(await session.IsCurrentAsync(tables));
        Assert.True(await session.IsCurrentAsync([]));
        Assert.False(await session.IsCurrentAsync([Sample.Table]));
        Assert.False(await session.IsCurrentAsync([Sample.Table, Other with { Indexes = ["name"] }]));
    }

    [EngineFact]
    public async Task All_that_is_declared_can_be_made()
    {
        var place = await MakePlaceAsync();
        await using var session = await place.OpenAsync();

        await session.MakeAgainAsync(DomainTables.All);

        Assert.True(DomainTables.All.Count > 10);
        Assert.Superset(DomainTables.All.Select(table => table.Name).ToHashSet(), (await session.TablesAsync()).ToHashSet());
    }

    [EngineFact]
    public async Task Making_again_drops_what_is_no_longer_declared()
    {
        var place = await MakePlaceAsync();
        await using var session = await place.OpenAsync();
        await session.MakeAgainAsync([Sample.Table, Other]);

        await session.MakeAgainAsync([Sample.Table]);
        await session.MarkCurrentAsync([Sample.Table]);

        Assert.Equal(["row_table", "sample"], (await session.TablesAsync()).Where(name => name is "sample" or "other" or "row_table"));
        Assert.True(await session.IsCurrentAsync([Sample.Table]));
    }

    [EngineFact]
    public async Task Of_two_processes_that_start_at_once_one_makes_the_tables_and_the_other_finds_them_made()
    {
        var place = await MakePlaceAsync();
        // Connected beforehand, so that they really meet.
        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => place.OpenAsync()));
        var made = 0;
        async Task StartAsync(IRowSchemaSession opened)
        {
            await using var session = opened;
            await using (await session.LockAsync())
            {
                if (!await session.IsCurrentAsync([Sample.Table]))
                {
                    Interlocked.Increment(ref made);
                    await session.MakeAgainAsync([Sample.Table]);
                    await session.MarkCurrentAsync([Sample.Table]);
                }
            }
        }

        await Task.WhenAll(sessions.Select(StartAsync));

        Assert.Equal(1, made);
    }

    [EngineFact]
    public async Task Even_without_the_lock_two_do_not_meet_in_the_middle_of_making()
    {
        var place = await MakePlaceAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => place.OpenAsync()));
        await Task.WhenAll(sessions.Select(async opened =>
        {
            await using var session = opened;
            await session.MakeAgainAsync([Sample.Table, Other]);
        }));

        await using var last = await place.OpenAsync();
        Assert.Superset(new HashSet<string> { "row_table", "sample", "other" }, (await last.TablesAsync()).ToHashSet());
    }
}
