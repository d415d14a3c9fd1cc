using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Tests.Correlation;
using CsCheck;

namespace Coordination.Domain.Tests.Incidents;

public sealed class Any_sequence_of_commands
{
    private static readonly Gen<IncidentCommand> Command = Gen.Select(Gen.Int[0, 25], Gen.Int[0, 5], Gen.Bool).Select((verb, number, flag) => Make(verb, number, flag));

    [Fact]
    public void Never_throws_and_replaying_its_events_gives_the_same_state()
        => Gen.Select(Command, Gen.Int[0, 3], Gen.Int[-1, 12], Gen.Int[0, 30]).List[1, 40].Sample(deeds =>
        {
            var incident = Opened.None(question => question is CorrelationOwner ? null : Opened.Known(question));
            var held = false;
            foreach (var (command, actor, seen, hours) in deeds)
            {
                incident.Now += TimeSpan.FromHours(hours);
                var before = incident.State;
                var decision = incident.Do(command, actor switch { 0 => Opened.Ada, 1 => Opened.Bob, 2 => Actor.System, _ => Actor.Source(Samples.Sinkhole) }, seen < 0 ? null : seen);
                Assert.True(decision.Refusal is null || decision.Events.Count == 0);

                held = Claims(held, incident.Effects);
                Assert.Equal(held, incident.State.HoldsCorrelation);
                Unattended(before, incident);
            }

            Assert.Equal(DomainJson.Write(incident.State), incident.Replayed());
        }, iter: 3_000);

    private static bool Claims(bool held, Effects effects)
    {
        Assert.True(effects.Claims.Count + effects.Releases.Count <= 1);
        Assert.False(held && effects.Claims.Count > 0, "claimed what it holds");
        Assert.False(!held && effects.Releases.Count > 0, "released what it does not hold");
        return effects.Claims.Count > 0 || (held && effects.Releases.Count == 0);
    }

    private static void Unattended(Incident before, Played<Incident, IncidentCommand, IncidentEvent> incident)
    {
        var state = incident.State;
        Assert.False(state.UnattendedSince is not null && (state.AcknowledgedBy is not null || state.Status == IncidentStatus.Closed || !state.Exists));
        Assert.False(state.Exists && state.Status != IncidentStatus.Closed && state.AcknowledgedBy is null && state.UnattendedSince is null);
        Assert.True(state.UnattendedSince is null || state.UnattendedSince <= incident.Version);
        if (before.UnattendedSince is not null && before.UnattendedSince != state.UnattendedSince)
        {
            Assert.Single(incident.Effects.CloseKeys);
        }
        else
        {
            Assert.Empty(incident.Effects.CloseKeys);
        }
    }

    private static IncidentCommand Make(int verb, int number, bool flag) => verb switch
    {
        0 or 1 => Opened.Command with { Sightings = flag ? CorrelationSamples.Sightings : null, Severity = (Severity)(number % 4) },
        2 or 3 => new RecordSightings(CorrelationSamples.Sightings with { Count = number + 1, Alerts = [AlertId.Of($"a{number}")], Tlp = flag ? (Tlp)(number % 5) : null }),
        4 => new EndCorrelation("k1"),
        5 => new AcknowledgeIncident(),
        6 => new AssignIncident(flag ? Samples.Ada : null),
        7 => new SetSeverity((Severity)(number % 4)),
        8 => new Classify(flag ? "spam" : "c2-server"),
        9 => new SetTlp((Tlp)(number % 5)),
        10 => new SetStatus((IncidentStatus)number),
        11 => new RenameIncident($"Title {number}", flag ? "text" : null),
        12 => new AddNote(flag ? "text" : "", null),
        13 => new AddTask("Task", flag ? Samples.Ada : null),
        14 => new MarkTask(number, flag),
        15 => new AddInstitution(flag ? Samples.Museum : Samples.Harbour),
        16 => new SetInstitutionStatus(flag ? Samples.Museum : Samples.Harbour, $"status {number}"),
        17 => flag ? new RecordInstitutionAcknowledged(Samples.Harbour) : new AddObservables([new(ObservableKind.Text, $"{number}")]),
        18 => new RestrictIncident(flag ? [Samples.Ada, Samples.Bob] : null),
        19 => flag ? new ShareIncident(Samples.Bob, null, Samples.Noon.AddDays(number), "help") : new ShareIncident(null, Samples.Museum, null, "help"),
        20 => new EndShare(number),
        21 => new AttachFile(Samples.File with { Id = AttachmentId.Of($"f{number}"), Institution = flag ? Samples.Museum : null }, flag ? (Tlp)(number % 5) : null, number == 5, flag, 200),
        22 => flag ? new RemoveAttachment(AttachmentId.Of($"f{number}"), "by mistake") : new RecordContentDeleted(AttachmentId.Of($"f{number}")),
        23 => flag ? new ScanAgain(AttachmentId.Of($"f{number}")) : new KeepAsSample(AttachmentId.Of($"f{number}"), "for analysis"),
        24 when flag && number < 4 => number % 2 == 0 ? new AskConsent(Samples.Harbour, Samples.Museum, "help", Samples.Noon.AddDays(9)) : new AskConsent(Samples.Museum, Samples.Harbour, "help", Samples.Noon.AddDays(9)),
        24 => new RecordScan(AttachmentId.Of($"f{number}"), flag ? 1 : 3, new(flag ? ScanState.Failed : ScanState.Infected)),
        _ => flag ? new CloseIncident("cleaned") : new ReopenIncident("It is back"),
    };
}
