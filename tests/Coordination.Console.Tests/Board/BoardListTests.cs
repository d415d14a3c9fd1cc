using Coordination.Console.Board;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using CsCheck;

namespace Coordination.Console.Tests.Board;

public sealed class BoardListTests
{
    private readonly BoardList _list = new();

    [Fact]
    public void What_needs_someone_first_stands_first()
    {
        Show(
            Make.Line(Make.Incident("medium")),
            Make.Line(Make.Incident("later", severity: Severity.Critical), Make.Run("later", nextAt: Make.Noon.AddMinutes(50))),
            Make.Line(Make.Incident("sooner", severity: Severity.Critical), Make.Run("sooner", nextAt: Make.Noon.AddMinutes(5))),
            Make.Line(Make.Incident("alarm"), Make.Run("alarm") with { Alarm = true }));

        Assert.Equal(["alarm", "sooner", "later", "medium"], Ids());
    }

    [Fact]
    public void No_line_moves_while_a_hand_is_on_the_board()
    {
        var low = Make.Line(Make.Incident("b", severity: Severity.Low));
        Show(Make.Line(Make.Incident("a")), low);
        _list.Hold(true);

        var raised = Make.Line(Make.Incident("b", 2, Severity.Critical));
        _list.Take(low, raised);
        _list.Take(null, Make.Line(Make.Incident("c", severity: Severity.Critical)));

        Assert.Equal(["a", "b"], Ids());
        Assert.Same(raised, _list.Lines[1]);
        Assert.Equal((1, 1), (_list.New, _list.Moved));

        _list.Hold(false);
        Assert.Equal(["b", "c", "a"], Ids().Order().OrderBy(id => id == "a"));
        Assert.Equal("a", Ids()[^1]);
        Assert.Equal(0, _list.New + _list.Moved);
    }

    [Fact]
    public void A_line_that_is_closed_under_the_hand_stays_until_it_is_let_go()
    {
        var line = Make.Line(Make.Incident());
        Show(line);
        _list.Hold(true);

        _list.Take(line, Make.Line(Make.Incident(version: 2) with { Status = IncidentStatus.Closed }));

        Assert.True(_list.HasLeft(IncidentId.Of("a")));
        Assert.Single(_list.Lines);
        _list.Settle();
        Assert.Empty(_list.Lines);
    }

    [Fact]
    public void Any_sequence_of_changes_gives_the_same_order_as_sorting_everything()
    {
        var change = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 40], Gen.Bool);
        change.Array[0, 60].Sample(changes =>
        {
            var list = new BoardList();
            var known = new Dictionary<string, BoardLine>();
            list.Reset([], line => line.Open, BoardSort.Urgency);
            foreach (var (id, severity, due, closed) in changes)
            {
                var old = known.GetValueOrDefault("i" + id);
                var incident = Make.Incident("i" + id, severity: (Severity)severity) with { Status = closed ? IncidentStatus.Closed : IncidentStatus.New };
                var line = Make.Line(incident, due > 20 ? Make.Run("i" + id, nextAt: Make.Noon.AddMinutes(due)) : null);
                known["i" + id] = line;
                list.Take(old, line);
            }

            var sorted = known.Values.Where(line => line.Open).Order(BoardSort.Urgency);
            return sorted.SequenceEqual(list.Lines);
        });
    }

    private void Show(params BoardLine[] lines) => _list.Reset(lines, line => line.Open, BoardSort.Urgency);

    private List<string> Ids() => [.. _list.Lines.Select(line => line.Id.Value)];
}
