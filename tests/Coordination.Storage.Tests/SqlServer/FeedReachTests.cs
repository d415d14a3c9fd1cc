using Coordination.Storage.SqlServer;
using CsCheck;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>The feed's arithmetic, against a database that is imagined: versions are given out in order, transactions end in any.</summary>
public sealed class FeedReachTests
{
    /// <summary>What may happen between two looks at the feed.</summary>
    private enum Deed
    {
        Begin,
        Commit,
        Undo,
        Look,
    }

    [Fact]
    public void In_whatever_order_transactions_end_each_committed_event_is_told_once()
        => Gen.Select(Gen.Enum<Deed>(), Gen.Int[1, 4], Gen.Int[0, 9]).Array[1, 80].Sample(deeds =>
        {
            var database = new Imagined();
            var reach = FeedReach.From(database.Horizon);
            var told = new List<long>();
            foreach (var (deed, count, which) in deeds.Append((Deed.Look, 1, 0)))
            {
                switch (deed)
                {
                    case Deed.Begin:
                        database.Begin(count);
                        break;
                    case Deed.Look:
                        reach = Look(database, reach, told);
                        break;
                    default:
                        database.End(which, commits: deed == Deed.Commit);
                        break;
                }
            }

            database.EndAll();
            reach = Look(database, Look(database, Look(database, reach, told), told), told);
            Assert.Equal(database.Committed.Order(), told.Order());
            // Nothing is remembered of what is over.
            Assert.Empty(reach.Missing);
        });

    [Fact]
    public void A_row_that_is_locked_a_moment_longer_than_its_transaction_is_told_at_the_next_look()
    {
        var database = new Imagined();
        var reach = FeedReach.From(database.Horizon);
        database.Begin(2);
        database.EndAll();
        var (horizon, locked) = (database.Horizon, database.Committed.ToList());

        // The horizon has passed them, and yet they could not be read.
        reach = reach.After(horizon, []);
        var told = new List<long>();
        Look(database, reach, told);

        Assert.Equal(locked, told.Order());
    }

    [Fact]
    public void A_writer_that_is_frozen_for_long_costs_one_range_and_is_told_when_it_commits()
    {
        var database = new Imagined();
        var reach = FeedReach.From(database.Horizon);
        database.Begin(3);
        var told = new List<long>();
        for (var round = 0; round < 1_000; round++)
        {
            database.Begin(1);
            database.End(1, commits: true);
            reach = Look(database, reach, told);
        }

        Assert.Equal(1_000, told.Count);
        Assert.Single(reach.Missing);
        Assert.Equal(reach, FeedReach.Read(reach.Write()), (left, right) => left.Write() == right.Write());
        database.EndAll();
        Look(database, reach, told);
        Assert.Equal(1_003, told.Distinct().Count());
        Assert.Equal(1_003, told.Count);
    }

    [Fact]
    public void More_ranges_than_are_remembered_are_told_twice_and_never_not_at_all()
    {
        var database = new Imagined();
        var reach = FeedReach.From(database.Horizon);
        for (var number = 0; number < FeedReach.MostRanges + 500; number++)
        {
            database.Begin(1);
            database.Begin(1);
            database.End(number + 1, commits: true);
        }

        var told = new List<long>();
        reach = Look(database, reach, told);
        Assert.Equal(FeedReach.MostRanges, reach.Missing.Count);
        database.EndAll();
        reach = Look(database, Look(database, reach, told), told);

        Assert.Equal(database.Committed.Order(), told.Distinct().Order());
        Assert.Empty(Look(database, reach, told).Missing);
    }

    private static FeedReach Look(Imagined database, FeedReach reach, List<long> told)
    {
        var horizon = database.Horizon;
        var seen = database.Committed.Where(version => version >= reach.Next || reach.Missing.Any(range => version >= range.First && version <= range.Last)).ToList();
        told.AddRange(seen);
        return reach.After(horizon, seen);
    }

    private sealed class Imagined
    {
        private readonly List<long[]> _open = [];
        private long _last = 2_000;

        public List<long> Committed { get; } = [];

        /// <summary>The lowest version that is being written; where none is, the next one.</summary>
        public long Horizon => _open.Count == 0 ? _last + 1 : _open.Min(versions => versions[0]);

        public void Begin(int events) => _open.Add([.. Enumerable.Range(0, events).Select(_ => ++_last)]);

        public void End(int which, bool commits)
        {
            if (_open.Count > 0)
            {
                var one = _open[which % _open.Count];
                _open.Remove(one);
                Committed.AddRange(commits ? one : []);
            }
        }

        public void EndAll()
        {
            while (_open.Count > 0)
            {
                End(0, commits: true);
            }
        }
    }
}
