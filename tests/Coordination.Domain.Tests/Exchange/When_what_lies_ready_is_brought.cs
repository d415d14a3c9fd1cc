using Coordination.Contracts;
using Coordination.Domain.Exchange;
using CsCheck;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>A shelf is brought to a partner step by step, as the pump does it: some may not go, some is fetched meanwhile, steps fail after what they send was recorded as gone.</summary>
public sealed class When_what_lies_ready_is_brought
{
    private static readonly Gen<Round[]> Rounds = Gen.Select(Gen.Int[0, 4], Gen.Bool.Array[40], Gen.Int[0, 7].Array[40], Gen.Bool.Array[0, 6], (laid, may, fetched, fails) => new Round(laid, may, fetched, fails)).Array[1, 8];

    [Fact]
    public void Nothing_is_forgotten_and_each_push_ends_when_all_that_may_go_has_arrived() => Rounds.Sample(rounds =>
    {
        var shelf = new Shelf();
        var last = new Round(0, [.. Enumerable.Repeat(true, 40)], [.. Enumerable.Repeat(1, 40)], []);
        Assert.All(rounds.Append(last), round =>
        {
            shelf.Begin(round);
            while (shelf.Step())
            {
                Assert.All(shelf.Rows.Where(row => row.AddedAt <= shelf.Mark.Through), row => Assert.True(
                    shelf.Has(row) || shelf.Mark.Held.Contains(row.Number) || (row.TakenAt is null && shelf.Mark.PassedFrom <= row.AddedAt), $"{row.Number} is forgotten: {shelf.Mark}"));
            }

            Assert.All(shelf.Rows.Where(row => shelf.May(row) && !shelf.Failed), row => Assert.True(shelf.Has(row), $"{row.Number} may go and has not arrived: {shelf.Mark}"));
        });
    }, iter: 1_000);

    [Fact]
    public void What_may_go_leaves_in_the_order_in_which_it_was_laid_ready_and_only_once() => Rounds.Sample(rounds =>
    {
        var shelf = new Shelf();
        Assert.All(rounds, round =>
        {
            shelf.Begin(round with { Fails = [] });
            while (shelf.Step())
            {
            }

            Assert.Equal(shelf.Arrived.Order(), shelf.Arrived);
            Assert.Equal(shelf.All.Distinct(), shelf.All);
        });
    }, iter: 1_000);

    [Fact]
    public void What_was_looked_at_stays_so() => Rounds.Sample(rounds =>
    {
        var shelf = new Shelf();
        Assert.All(rounds, round =>
        {
            shelf.Begin(round);
            for (var (before, goesOn) = (shelf.Mark, true); goesOn; before = shelf.Mark)
            {
                goesOn = shelf.Step();
                Assert.True(shelf.Mark.Through >= before.Through && !(shelf.Mark.AgainThrough < before.AgainThrough), $"{before} goes back to {shelf.Mark}");
                Assert.Equal(shelf.Mark.Held.Distinct().Order(), shelf.Mark.Held);
            }

            Assert.False(shelf.Mark.LooksAgain && !shelf.Failed, $"Not all was looked at once more: {shelf.Mark}");
        });
    }, iter: 1_000);

    /// <param name="Laid">How many are laid ready.</param>
    /// <param name="May">Which may go.</param>
    /// <param name="Fetched">Where it is 0, the partner fetches it itself.</param>
    /// <param name="Fails">Which steps fail; one that does ends the push.</param>
    private sealed record Round(int Laid, bool[] May, int[] Fetched, bool[] Fails);

    private sealed class Shelf
    {
        private readonly HashSet<long> _fetched = [];
        private Round _round = new(0, [], [], []);
        private int _steps;

        public List<SharedObjectRow> Rows { get; } = [];
        public PushMark Mark { get; private set; } = PushMark.Start;

        /// <summary>What arrived in this push.</summary>
        public List<long> Arrived { get; } = [];
        public List<long> All { get; } = [];

        public bool Failed { get; private set; }

        public bool May(SharedObjectRow row) => _round.May[row.Number];

        public bool Has(SharedObjectRow row) => All.Contains(row.Number) || _fetched.Contains(row.Number);

        public void Begin(Round round)
        {
            (_round, _steps, Failed, Mark) = (round, 0, false, Mark.Begun());
            Arrived.Clear();
            for (var left = round.Laid; left > 0; left--)
            {
                var number = Rows.Count + 1;
                Rows.Add(new("lighthouse", number, Samples.Noon.AddMicroseconds(number), new($"indicator--{number}", "1", Tlp.Green, "incident/i1", [], "x"), true, true));
            }

            foreach (var row in Rows.Where(row => row.TakenAt is null && round.Fetched[row.Number] == 0).ToArray())
            {
                _fetched.Add(row.Number);
                Take(row, "get");
            }
        }

        /// <summary>True while the push goes on.</summary>
        public bool Step()
        {
            Assert.True(_steps < 200, $"The push does not end: {Mark}");
            var fails = _steps < _round.Fails.Length && _round.Fails[_steps];
            _steps++;
            var held = Rows.Where(row => Mark.Held.Contains(row.Number)).ToArray();
            SharedObjectRow[] ready = [.. held.Where(May)];
            var mark = Mark.AfterHeld([.. held.Except(ready)]);
            if (ready.Length == 0 && mark.LooksAgain)
            {
                var left = Rows.Where(row => row.TakenAt is null && row.AddedAt >= mark.PassedFrom && row.AddedAt <= mark.Through && !(row.AddedAt <= mark.AgainThrough)).ToArray();
                SharedObjectRow[] seen = [.. left.Take(2)];
                mark = mark.AfterAgain(seen, [.. seen.Where(May).Select(row => row.Number)], left.Length > 2);
                if (seen.Any(May) || left.Length > 2)
                {
                    Mark = mark;
                    return true;
                }
            }

            var more = mark.LooksAgain;
            if (!more)
            {
                var left = Rows.Where(row => row.AddedAt > mark.Through).ToArray();
                SharedObjectRow[] page = [.. left.Take(3)];
                mark = mark.AfterNew(page is [.., var last] ? last.AddedAt : null, [.. page.Where(row => !May(row))]);
                (ready, more) = ([.. ready, .. page.Where(May)], left.Length > 3);
            }

            SharedObjectRow[] batch = [.. ready.Take(2)];
            foreach (var row in batch.Where(row => row.TakenAt is null))
            {
                Take(row, "push");
            }

            if (fails && batch.Length > 0)
            {
                Failed = true;
                return false;
            }

            Arrived.AddRange(batch.Select(row => row.Number));
            All.AddRange(batch.Select(row => row.Number));
            Mark = mark.Holding(ready.Except(batch).Select(row => row.Number));
            return more || ready.Length > batch.Length;
        }

        private void Take(SharedObjectRow row, string way) => Rows[Rows.IndexOf(row)] = row with { TakenAt = Samples.Noon, Way = way };
    }
}
