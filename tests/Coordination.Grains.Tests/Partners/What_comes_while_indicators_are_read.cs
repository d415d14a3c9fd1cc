using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Partners;

namespace Coordination.Grains.Tests.Partners;

/// <summary>An indicator that is written between two pages is found, whichever side of the reading it stands on.</summary>
public sealed class What_comes_while_indicators_are_read
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Shelf _shelf = new();
    private readonly IndicatorIndex _index;

    public What_comes_while_indicators_are_read() => _index = new(_shelf, new Plain());

    [Fact]
    public async Task Behind_and_ahead_of_where_all_of_them_are_read()
    {
        Many(lane: "1");
        _shelf.BetweenPages = () => Write("2", 10, "before", "z-after");

        Assert.Empty(await FoundAsync("before"));
        await ToldAsync("2");

        Assert.Equal(["before", "z-after"], await FoundAsync("before", "z-after"));
    }

    [Fact]
    public async Task Behind_and_ahead_of_where_more_of_the_same_lane_are_read()
    {
        Many(lane: "1");
        _shelf.BetweenPages = () => Write("1", 5_000, "before", "z-after");

        Assert.Empty(await FoundAsync("before"));
        await ToldAsync("1");

        Assert.Equal(["before", "z-after"], await FoundAsync("before", "z-after"));
    }

    [Fact]
    public async Task Behind_and_ahead_of_where_what_is_new_of_a_lane_is_read()
    {
        Write("1", 1, "first");
        Assert.Equal(["first"], await FoundAsync("first"));
        Many(lane: "1");
        await ToldAsync("1");
        _shelf.BetweenPages = () => Write("1", 5_000, "before", "z-after");

        await FoundAsync("before");
        await ToldAsync("1");

        Assert.Equal(["before", "z-after"], await FoundAsync("before", "z-after"));
    }

    [Fact]
    public async Task What_has_been_read_is_not_read_again()
    {
        Many(lane: "1");
        await FoundAsync("m0001");
        await ToldAsync("1");
        await FoundAsync("m0001");
        _shelf.Read = 0;
        Write("1", 5_000, "one more");
        await ToldAsync("1");

        Assert.Equal(["one more"], await FoundAsync("one more"));
        Assert.Equal(1, _shelf.Read);
    }

    /// <summary>More than two pages, one after another.</summary>
    private void Many(string lane)
    {
        for (var number = 0; number < 2_500; number++)
        {
            Write(lane, number + 2, string.Create(CultureInfo.InvariantCulture, $"m{number:D4}"));
        }
    }

    private void Write(string lane, long version, params string[] ids)
    {
        foreach (var id in ids)
        {
            var facts = new IndicatorFacts("", [Seen(id)], [], Plain: true, Noon.AddDays(-1), null, [], null, null);
            _shelf.Put(id, new IndicatorRow(PartnerId.Of("p"), id, lane, version, null, Tlp.Green, Active: true, Noon, facts));
        }
    }

    private Task ToldAsync(string lane) => _index.OnChangedAsync([new(1, new StreamId("received", lane), 1, "objects-received", Noon)], default);

    private async Task<IEnumerable<string>> FoundAsync(params string[] ids)
        => ((await _index.FindAsync([.. ids.Select(Seen)], Noon, default)).Of(default) ?? []).Select(hit => hit.Indicator).Order(StringComparer.Ordinal);

    private static Observable Seen(string id) => new(ObservableKind.DomainName, id);

    private sealed class Plain : IIndicatorPatterns
    {
        public Observable Canonical(Observable observable) => observable;

        public IReadOnlyList<Observable> Hits(string pattern, IReadOnlyCollection<Observable> observed) => [];
    }

    /// <summary>Answers the two questions of the index, a page at a time.</summary>
    private sealed class Shelf : IRows
    {
        private readonly SortedDictionary<string, IndicatorRow> _rows = new(StringComparer.Ordinal);

        public Action? BetweenPages { get; set; }

        public int Read { get; set; }

        public void Put(string id, IndicatorRow row) => _rows[id] = row;

        public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
        {
            if (query.After is not null && BetweenPages is { } write)
            {
                BetweenPages = null;
                write();
            }

            Func<KeyValuePair<string, IndicatorRow>, string> place = query.OrderBy switch
            {
                "id" => row => row.Key,
                "lane_version" => row => string.Create(CultureInfo.InvariantCulture, $"{row.Value.LaneVersion:D10} {row.Key}"),
                _ => throw new NotSupportedException(query.OrderBy),
            };
            var found = _rows.Where(row => Holds(query.Filter, row.Value) && (query.After is null || string.CompareOrdinal(place(row), query.After) > 0)).OrderBy(place, StringComparer.Ordinal).Take(query.Limit + 1).ToArray();
            var page = found.Take(query.Limit).ToArray();
            Read += page.Length;
            return Task.FromResult(new RowPage<TRow>(
                [.. page.Select(row => new Row<TRow>(row.Key, new StreamId("received", row.Value.Lane), row.Value.LaneVersion, (TRow)(object)row.Value))],
                found.Length > page.Length ? place(page[^1]) : null));
        }

        public Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class => throw new NotSupportedException();

        public Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class => throw new NotSupportedException();

        public Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static bool Holds(RowFilter? filter, IndicatorRow row) => filter switch
        {
            null => true,
            AllOf all => all.Parts.All(part => Holds(part, row)),
            Compare { Column: "lane", Operator: Comparison.Equal } lane => row.Lane == (string)lane.Value!,
            Compare { Column: "lane_version", Operator: Comparison.Greater } version => row.LaneVersion > (long)version.Value!,
            _ => throw new NotSupportedException(filter.ToString()),
        };
    }
}
