using System.Diagnostics;
using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Shared;
using Npgsql;

namespace Coordination.Benchmarks;

/// <summary>
/// Pages of 1,000 objects that a partner fetches by TAXII, out of 5,000 of a hundred incidents: signed in, each object judged, read and written out. Beside the bare statements that read the same rows, of the page and of
/// what its objects say, on the same server. All of it has left before; what writing that down adds to the first time is measured once.
/// </summary>
internal static class TaxiiPaging
{
    private const int Objects = 5_000;
    private const int Incidents = 100;
    private const int Page = 1_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var rounds = (int)Arguments.Number(arguments, 0, 7);
        var pages = (int)Arguments.Number(arguments, 1, 100);
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var hosts = await Hosts.StartAsync(server, 1);
        using var administrator = hosts.Client(hosts.AdministratorToken, 1);
        var client = new CoordinationClient(administrator, TimeProvider.System);
        var partner = PartnerId.Of((await client.AddPartnerAsync(new PartnerRequest { Name = "Partner", Kind = PartnerKind.Cert, Ceiling = Tlp.Green, Topics = Enum.GetValues<PartnerTopic>() })).Id);
        var token = (await client.AddTokenAsync(new TokenRequest { Name = "machine", Scope = TokenScope.Partner, Partner = partner })).Secret!;
        await using (var store = await OpenPopulation.OpenAsync(hosts))
        {
            await FillAsync(store.Journal, partner);
        }

        await hosts.UpkeepAsync();
        var address = hosts.Nodes[0].Address!;
        // From the beginning, and from the middle of what there is.
        byte[][] requests = [.. Enumerable.Range(0, 4).Select(number => HttpConnection.Get(
            address, string.Create(CultureInfo.InvariantCulture, $"{Routes.Taxii}/exchange/collections/green/objects/?limit={Page}&added_after={Start.AddMilliseconds(-1).AddMicroseconds(number * Page):yyyy-MM-ddTHH:mm:ss.ffffff}Z"), token))];
        var first = await AskAsync(address, requests[..1], 1);
        await AskAsync(address, requests, 60);
        await AskBareAsync(hosts.Database, partner, 60);
        var (ratios, tails, ours, bare) = (new List<double>(), new List<double>(), new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
        {
            var before = round % 2 == 0 ? await AskBareAsync(hosts.Database, partner, pages) : null;
            ours.Add(await AskAsync(address, requests, pages));
            bare.Add(before ?? await AskBareAsync(hosts.Database, partner, pages));
            ratios.Add(ours[^1].P50 / bare[^1].P50);
            tails.Add(ours[^1].P99 / bare[^1].P99);
            Report.Say($"taxii {round + 1}: p50 {ours[^1].P50:N2} ms, p99 {ours[^1].P99:N2} ms; bare p50 {bare[^1].P50:N2} ms, p99 {bare[^1].P99:N2} ms");
        }

        report.AddRatio(null, "TAXII page of 1,000 objects, p99 ÷ bare statements", tails, 3, Direction.AtMost);
        report.AddMedian(null, "TAXII page of 1,000 objects, p50 ÷ bare statements", ratios, "");
        report.AddMedian(null, "TAXII page of 1,000 objects, p50", ours.Select(one => one.P50), "ms");
        report.AddMedian(null, "TAXII page of 1,000 objects, p99", ours.Select(one => one.P99), "ms");
        report.AddMedian(null, "bare statements, p50", bare.Select(one => one.P50), "ms");
        report.AddMedian(null, "bare statements, p99", bare.Select(one => one.P99), "ms");
        report.AddMedian(null, "the first time, with writing down that it leaves (cold)", [first.P50], "ms");
    }

    private static Task<LoadResult> AskAsync(Uri address, byte[][] requests, int count)
    {
        var next = -1;
        return HttpLoad.RunAsync(address, 1, 200, () => Interlocked.Increment(ref next) is var number && number < count ? requests[number % requests.Length] : null);
    }

    /// <summary>One connection, both statements prepared, with the planner told what the product tells it: the page by the index that it is read by, and by their keys what its objects say.</summary>
    private static async Task<LoadResult> AskBareAsync(string database, PartnerId partner, int count)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using (var told = new NpgsqlCommand("set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set plan_cache_mode = force_generic_plan", connection))
        {
            await told.ExecuteNonQueryAsync();
        }

        await using var page = new NpgsqlCommand($"select id, stream, version, body, added_at from shared_object_row where partner = $1 and label = $2 and added_at > $3 order by added_at, id limit {Page + 1}", connection)
        { Parameters = { new() { Value = partner.Value }, new() { Value = (long)Tlp.Green }, new() { Value = 0L } } };
        await using var contents = new NpgsqlCommand("select id, stream, version, body from shared_content_row where id = any($1)", connection) { Parameters = { new() { Value = Array.Empty<string>() } } };
        await page.PrepareAsync();
        await contents.PrepareAsync();
        var (milliseconds, watch) = (new List<double>(), Stopwatch.StartNew());
        for (var number = 0; number < count; number++)
        {
            var begin = number % 4 * Page;
            var begun = Stopwatch.GetTimestamp();
            page.Parameters[2].Value = ((Start.AddMilliseconds(-1) - DateTimeOffset.UnixEpoch).Ticks / 10) + begin;
            var rows = await ReadAsync(page);
            contents.Parameters[0].Value = Enumerable.Range(begin, rows).Select(ContentOf).ToArray();
            if (rows != Page + 1 || await ReadAsync(contents) != rows)
            {
                throw new InvalidOperationException($"{rows} rows were found.");
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return LoadResult.Of(milliseconds, watch.Elapsed.TotalSeconds);
    }

    private static async Task<int> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            _ = (reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        }

        return rows;
    }

    private static string ContentOf(int number) => string.Create(CultureInfo.InvariantCulture, $"bench.{number:x32}");

    /// <summary>What sharing a hundred incidents would have written: the incidents, what is said of them, and what lies ready.</summary>
    private static async Task FillAsync(IJournal journal, PartnerId partner)
    {
        foreach (var number in Enumerable.Range(0, Incidents))
        {
            var opened = OpenPopulation.Opened(OpenPopulation.Key(number));
            await WriteAsync(journal, opened);
            var row = (IncidentRow)opened.Rows.Single(row => row.Table == IncidentRows.Lines).Value!;
            await WriteAsync(journal, new()
            {
                Stream = opened.Stream,
                ExpectedVersion = 1,
                Events = [EventJson<IncidentEvent>.Write(new(new TlpChanged(Tlp.Green), 2, Start, Actor.System, "bench"))],
                Rows = [IncidentRows.Lines.Put(opened.Stream.Key, row with { Tlp = Tlp.Green, Shares = [new Share(1, Audience.Of(partner), null, PersonId.Of("ada"), "they need it", Start)] })],
            });
        }

        var objects = Enumerable.Range(0, Objects).Select(number => new SharedObject(
            string.Create(CultureInfo.InvariantCulture, $"indicator--{number:x8}-17d4-4cbf-938f-98ee46b3cd3f"), "2026-03-02T12:00:00.000Z", Tlp.Green,
            new StreamId(IncidentKind.Instance.Name, OpenPopulation.Key(number % Incidents)).Value, [], ContentOf(number))).ToArray();
        await WriteAsync(journal, new()
        {
            Stream = new("bench", "contents"),
            ExpectedVersion = 0,
            Events = [new("said", 1, Start, Actor.System, "bench", "{}"u8.ToArray())],
            Rows = [.. objects.Select(one => SharedContent.Table.Put(one.Content, new(Json(one.Id))))],
        });
        var (kind, stream) = (CollectionKind.Instance, CollectionKind.Stream(partner));
        var recorded = new Recorded<CollectionEvent>(new ObjectsAdded(1, Start, objects, "sharing/bench"), 1, Start, Actor.System, "bench");
        var after = kind.Apply(kind.Empty, recorded);
        await WriteAsync(journal, new() { Stream = stream, ExpectedVersion = 0, Events = [EventJson<CollectionEvent>.Write(recorded)], Rows = [.. kind.Rows(stream, kind.Empty, recorded, after)] });
    }

    private static async Task WriteAsync(IJournal journal, Commit commit)
    {
        if (await journal.CommitAsync(commit, CancellationToken.None) is not Committed)
        {
            throw new InvalidOperationException($"{commit.Stream} was not written.");
        }
    }

    /// <summary>An indicator as it is usual.</summary>
    private static string Json(string id) => $$"""
        {"type":"indicator","spec_version":"2.1","id":"{{id}}","created_by_ref":"identity--6f1f1d9c-6a8c-4a0f-9e0a-1d1f5b8f1a11","created":"2026-03-02T12:00:00.000Z","modified":"2026-03-02T12:00:00.000Z","name":"Command and control","indicator_types":["malicious-activity"],"pattern":"[domain-name:value = '{{id[11..19]}}.evil.example' OR ipv4-addr:value = '198.51.100.3']","pattern_type":"stix","pattern_version":"2.1","valid_from":"2026-03-02T12:00:00Z","valid_until":"2026-06-02T12:00:00Z","confidence":85,"object_marking_refs":["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"]}
        """.Trim();
}
