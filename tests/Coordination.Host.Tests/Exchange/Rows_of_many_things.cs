using System.Globalization;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Host.Exchange;

namespace Coordination.Host.Tests.Exchange;

/// <summary>However much happened between two looks of a subscriber, all of it is read.</summary>
public sealed class Rows_of_many_things
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 10_001).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    [Fact]
    public async Task More_than_one_page_holds_are_found_and_asked_about()
    {
        var rows = new Bounded();

        Assert.Equal(Keys.ToHashSet(), (await rows.FoundAsync(ReceivedRows.Bodies, Keys, default)).Keys.ToHashSet());
        Assert.Equal(Keys.ToHashSet(), (await rows.PassedAsync(ReceivedRows.Bodies, null, Keys, default)).ToHashSet());
    }

    [Fact]
    public async Task What_is_asked_for_twice_is_there_once_and_of_nothing_there_is_nothing()
    {
        var rows = new Bounded();

        Assert.Equal(["1", "2"], (await rows.FoundAsync(ReceivedRows.Bodies, ["1", "2", "1"], default)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["2"], await rows.PassedAsync(ReceivedRows.Bodies, RowFilter.Is("id", "2"), ["1", "2", "1"], default));
        Assert.Empty(await rows.PassedAsync(ReceivedRows.Bodies, null, [], default));
    }

    /// <summary>Has every row, and gives a page of as many as a database gives.</summary>
    private sealed class Bounded : IRows
    {
        public Task<IReadOnlyList<Row<TRow>>> FindManyAsync<TRow>(RowTable<TRow> table, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) where TRow : class
            => Task.FromResult<IReadOnlyList<Row<TRow>>>([.. ids.Select(Of<TRow>)]);

        public Task<RowPage<TRow>> ListAsync<TRow>(RowTable<TRow> table, RowQuery query, CancellationToken cancellationToken) where TRow : class
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 10_000);
            return Task.FromResult(new RowPage<TRow>([.. Asked(query.Filter!).Take(query.Limit).Select(Of<TRow>)], null));
        }

        public Task<Row<TRow>?> FindAsync<TRow>(RowTable<TRow> table, string id, CancellationToken cancellationToken) where TRow : class => throw new NotSupportedException();

        public Task<IReadOnlyList<RowCount>> CountAsync(RowTable table, RowFilter? filter, IReadOnlyList<string> by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> SumAsync(RowTable table, string column, RowFilter? filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static IEnumerable<string> Asked(RowFilter filter) => filter switch
        {
            AnyValue any => any.Values.Cast<string>(),
            Compare { Operator: Comparison.Equal, Value: string only } => [only],
            AllOf all => all.Parts.Select(Asked).Aggregate((left, right) => left.Intersect(right)),
            _ => throw new NotSupportedException(filter.ToString()),
        };

        private static Row<TRow> Of<TRow>(string id) where TRow : class => new(id, new StreamId("received", "p.1"), 1, (TRow)(object)new ReceivedBodyRow("{}"));
    }
}
