using System.Diagnostics;
using Coordination.Contracts;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>A page of fifty incidents: as it is asked for over HTTP, and as the bare statement that serves the same on the same tables.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Query">In the query language.</param>
/// <param name="Where">The condition of the bare statement.</param>
internal sealed record ListQuestion(string Name, string Query, string Where)
{
    private const int Page = 50;

    /// <summary>The list of a board, newest first; one that is narrowed by severity and institution; and a word that one in two hundred titles has.</summary>
    public static IReadOnlyList<ListQuestion> All { get; } =
    [
        new("list", "status:open", "closed = 0"),
        new("filter", $"status:open severity:>=medium institution:{Traffic.Institutions[3].ToUpperInvariant()}",
            $"closed = 0 and severity >= 1 and strpos(institutions, (select ' ' || id || ' ' from institution_row where abbreviation = '{Traffic.Institutions[3].ToUpperInvariant()}')) > 0"),
        new("search", Population.NameOf(0), $"search @@ '''{Population.NameOf(0)}'':*'::tsquery"),
    ];

    /// <summary>Readers over HTTP, one after another's answer on each.</summary>
    public Task<LoadResult> AskAsync(Hosts hosts, int readers, TimeSpan time)
    {
        var address = hosts.Nodes[0].Address!;
        var request = HttpConnection.Get(address, $"{Routes.Incidents}?q={Uri.EscapeDataString(Query)}&limit={Page}", hosts.OperateToken);
        var watch = Stopwatch.StartNew();
        return HttpLoad.RunAsync(address, readers, 200, () => watch.Elapsed < time ? request : null);
    }

    /// <summary>Readers with a connection each and the statement prepared.</summary>
    public async Task<LoadResult> AskBareAsync(string database, int readers, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(() => ReadAsync(source, watch, time))));
        return LoadResult.Of(all.SelectMany(one => one), watch.Elapsed.TotalSeconds);
    }

    private async Task<List<double>> ReadAsync(NpgsqlDataSource source, Stopwatch watch, TimeSpan time)
    {
        await using var connection = await source.OpenConnectionAsync();
        // One more than a page, as one that says whether there is a next page must.
        await using var command = new NpgsqlCommand($"select id, stream, version, body, updated_at from incident_row where {Where} order by updated_at desc nulls last, id desc limit {Page + 1}", connection);
        await command.PrepareAsync();
        var milliseconds = new List<double>();
        while (watch.Elapsed < time)
        {
            var begun = Stopwatch.GetTimestamp();
            await using var reader = await command.ExecuteReaderAsync();
            var rows = 0;
            while (await reader.ReadAsync())
            {
                _ = (reader.GetString(0), reader.GetFieldValue<byte[]>(3));
                rows++;
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (rows == 0)
            {
                throw new InvalidOperationException($"Nothing was found where {Where}.");
            }
        }

        return milliseconds;
    }
}
