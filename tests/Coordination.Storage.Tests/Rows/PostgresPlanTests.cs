using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Storage.Postgres.Rows;
using Coordination.Storage.Rows;
using Npgsql;
using Xunit.Abstractions;

namespace Coordination.Storage.Tests.Rows;

/// <summary>With many incidents, PostgreSQL walks along an index for what the board asks, page after page, and never sorts the table.</summary>
public sealed class PostgresPlanTests(ITestOutputHelper output)
{
    private const int Incidents = 30_000;

    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<PostgresRowPlace>> Database = new(static () => FillAsync());

    public static TheoryData<string> Lists => [.. Queries.Keys];

    private static Dictionary<string, RowQuery> Queries { get; } = new()
    {
        ["board"] = new(RowFilter.Is("closed", false), "updated_at", Descending: true, 50),
        ["board, what one may see"] = new(RowFilter.Is("closed", false) & new AnyOf([new Compare("audiences", Comparison.HasWord, "staff")]), "updated_at", Descending: true, 50),
        ["of some states"] = new(new AnyValue("status", [IncidentStatus.New, IncidentStatus.Triaged]), "updated_at", Descending: true, 50),
        ["severe"] = new(RowFilter.Is("closed", false) & RowFilter.Is("severity", Severity.High), "updated_at", Descending: true, 50),
        ["mine"] = new(RowFilter.Is("owner", "person-7") & RowFilter.Is("closed", false), "updated_at", Descending: true, 50),
        ["oldest first"] = new(null, "opened_at", Descending: false, 50),
        ["by number"] = new(null, "number", Descending: false, 50),
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_page_is_a_walk_along_an_index(string list)
    {
        var place = await Database.Value;
        var query = Queries[list];

        var first = await place.Rows.ListAsync(IncidentRows.Lines, query, CancellationToken.None);
        var next = query with { After = first.Next };

        Assert.NotNull(first.Next);
        foreach (var part in RowQueries.List(PostgresDialect.Only, IncidentRows.Lines, query).Concat(RowQueries.List(PostgresDialect.Only, IncidentRows.Lines, next)))
        {
            var plan = await ExplainAsync(place, part);
            output.WriteLine(part.Text);
            output.WriteLine(plan);
            Assert.Contains("Index Scan", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_search_asks_the_index_of_words()
    {
        var place = await Database.Value;

        var plan = await ExplainAsync(place, RowQueries.Count(PostgresDialect.Only, IncidentRows.Lines, new Matches("number 2026-029"), []));

        output.WriteLine(plan);
        Assert.Contains("incident_row_search", plan, StringComparison.Ordinal);
    }

    private static async Task<string> ExplainAsync(PostgresRowPlace place, FilterSql sql)
    {
        await using var command = PostgresRows.With(sql, place.Source.CreateCommand());
        command.CommandText = "explain " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    private static async Task<PostgresRowPlace> FillAsync()
    {
        var place = await PostgresRowPlace.MakeAsync(IncidentRows.Lines);
        foreach (var chunk in Enumerable.Range(0, Incidents).Chunk(5_000))
        {
            await place.WriteAsync(chunk.Select(index => IncidentRows.Lines.Put($"{index * 7919L % 1_000_003:d7}", new()
            {
                Number = $"2026-{index:d6}",
                Title = $"Incident of number {index} and name{index % 97}",
                Status = index % 5 == 0 ? (IncidentStatus)(index % 3) : IncidentStatus.Closed,
                Severity = (Severity)(index % 4),
                Tlp = Tlp.Amber,
                Classification = "phishing",
                Owner = index % 3 == 0 ? null : new($"person-{index / 5 % 20}"),
                Institutions = [],
                OpenedAt = Noon.AddMinutes(index),
                UpdatedAt = Noon.AddMinutes(index * 7919L % Incidents),
                Audiences = " staff ",
            })));
        }

        await place.ExecuteAsync("vacuum analyze incident_row");
        return place;
    }
}
