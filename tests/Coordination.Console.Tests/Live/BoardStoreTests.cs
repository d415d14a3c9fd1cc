using Coordination.Console.Live;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using CsCheck;

namespace Coordination.Console.Tests.Live;

public sealed class BoardStoreTests
{
    [Fact]
    public void An_older_version_that_arrives_late_changes_nothing()
    {
        var store = new BoardStore();
        store.Replace(Make.Board([Make.Incident(version: 5, title: "new")]), []);

        store.Take(Make.Change(Make.Incident(version: 4, title: "old")));

        Assert.Equal("new", store.Find(IncidentId.Of("a"))!.Incident.Title);
    }

    [Fact]
    public void What_arrived_while_the_board_was_read_is_replayed_over_it()
    {
        var store = new BoardStore();

        store.Replace(Make.Board([Make.Incident(version: 1)]), [Make.Change(Make.Incident(version: 2, title: "pushed"), Make.Incident("b"))]);

        Assert.Equal("pushed", store.Find(IncidentId.Of("a"))!.Incident.Title);
        Assert.NotNull(store.Find(IncidentId.Of("b")));
    }

    [Fact]
    public void A_line_that_vanished_does_not_come_back_with_the_version_at_which_it_vanished()
    {
        var store = new BoardStore();
        store.Replace(Make.Board([Make.Incident(version: 3)]), [new Gone("incident/a", 4)]);

        store.Take(Make.Change(Make.Incident(version: 4)));
        Assert.Null(store.Find(IncidentId.Of("a")));

        store.Take(Make.Change(Make.Incident(version: 5)));
        Assert.NotNull(store.Find(IncidentId.Of("a")));
    }

    [Fact]
    public void Of_several_runs_for_one_incident_the_one_started_last_is_shown()
    {
        var store = new BoardStore();
        store.Replace(Make.Board([Make.Incident()], [Make.Run(run: "second", startedAt: Make.Noon.AddMinutes(5))]), []);

        store.Take(new BoardChange { Now = Make.Noon, Escalations = [Make.Run(run: "first", version: 9)] });

        Assert.Equal("escalation/second", store.Find(IncidentId.Of("a"))!.Escalation!.Id);
    }

    [Fact]
    public void Reading_again_answers_how_many_lines_are_different()
    {
        var store = new BoardStore();
        store.Replace(Make.Board([Make.Incident("a"), Make.Incident("b"), Make.Incident("c")]), []);

        var different = store.Replace(Make.Board([Make.Incident("a"), Make.Incident("b", 2), Make.Incident("d")]), []);

        Assert.Equal(3, different); // b changed, c went, d came
    }

    [Fact]
    public void Every_order_of_the_same_messages_ends_in_the_same_board()
    {
        var incident = Gen.Select(Gen.Int[0, 3], Gen.Long[1, 6], (id, version) => (object)Make.Change(Make.Incident("i" + id, version, title: "t" + version)));
        var run = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Long[1, 5], (id, start, version) => (object)new BoardChange
        {
            Now = Make.Noon,
            Escalations = [Make.Run("i" + id, $"r{id}-{start}", version, Make.Noon.AddMinutes(start))],
        });
        var gone = Gen.Select(Gen.Int[0, 3], Gen.Long[1, 6], (id, version) => (object)new Gone("incident/i" + id, version));
        var messages = Gen.OneOf(incident, run, gone).Array[0, 25];

        Gen.Select(messages, Gen.Int, (all, seed) => (all, seed)).Sample(pair =>
        {
            var shuffled = pair.all.ToArray();
            new Random(pair.seed).Shuffle(shuffled);
            return Told(pair.all) == Told(shuffled) && Told(pair.all) == Told([.. shuffled, .. pair.all]);
        });
    }

    private static string Told(object[] messages)
    {
        var store = new BoardStore();
        foreach (var message in messages)
        {
            store.Take(message);
        }

        return string.Join(';', store.Lines
            .OrderBy(line => line.Id.Value, StringComparer.Ordinal)
            .Select(line => $"{line.Id}@{line.Incident.Version}/{line.Escalation?.Id}@{line.Escalation?.Version}"));
    }
}
