using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain.Tests.Journal;

/// <summary>A state is kept as JSON between activations; deciding on what was read back must be deciding on what was kept.</summary>
public sealed class Snapshots_of_states
{
    [Fact]
    public void A_lane_that_was_kept_forgets_what_it_had_just_seen_and_nothing_breaks()
    {
        var lane = IntakeLane.Empty.Remember(Contracts.Intake.AlertId.Of("a1"));
        var read = RoundTrip(lane);
        Assert.Empty(read.Recent);
        Assert.Single(read.Remember(Contracts.Intake.AlertId.Of("a2")).Recent);
    }

    [Fact]
    public void An_incident_an_escalation_and_a_notification_read_as_they_were_kept()
    {
        Same(Fold(IncidentKind.Instance));
        Same(Fold(EscalationKind.Instance));
        Same(Fold(NotificationKind.Instance));
        Same(Fold(Domain.Advisories.AdvisoryKind.Instance));
        Same(Fold(Domain.Advisories.AddresseeKind.Instance));
        Same(Fold(Domain.Advisories.ExposureKind.Instance));
        Same(Fold(Domain.Exchange.EnquiryRegister.Instance));
    }

    /// <summary>The state after one of each event of the kind, in the order of the samples.</summary>
    private static TState Fold<TState, TCommand, TEvent>(Kind<TState, TCommand, TEvent> kind)
        where TState : class
        where TCommand : class, ICommand<TState, TEvent>
        where TEvent : class
        => Samples.Events.OfType<TEvent>().Select((happened, index) => new Recorded<TEvent>(happened, index + 1, Samples.Noon.AddMinutes(index), Actor.System, "test")).Aggregate(kind.Empty, kind.Apply);

    private static void Same<TState>(TState state)
        => Assert.Equal(JsonSerializer.Serialize(state, Wire.Json), JsonSerializer.Serialize(RoundTrip(state), Wire.Json));

    private static TState RoundTrip<TState>(TState state) => DomainJson.Read<TState>(DomainJson.Write(state));
}
