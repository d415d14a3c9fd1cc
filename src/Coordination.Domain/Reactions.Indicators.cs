using Coordination.Contracts;
using Coordination.Domain.Correlation;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain;

/// <content>Alerts that find their institution, and indicators of partners that were seen there.</content>
public static partial class Reactions
{
    /// <summary>Long enough that every process looks for the new indicators itself by then, so that nothing falls between looking back and looking out.</summary>
    private static readonly TimeSpan UntilLookedBack = TimeSpan.FromSeconds(5);

    /// <summary>An officer has said whose it is: it goes the way of any other.</summary>
    public static Effects OfAttribution(IReadOnlyList<Recorded<AttributionEvent>> events)
        => new() { Arm = [.. from recorded in events let e = recorded.Event as AlertAttributed where e is not null from armed in Seen(e.Alert, e.Institution).Prepend(HandOff(e.Alert, e.Institution)).Concat(Found(e.Alert, e.Institution, recorded.At)) select armed] };

    /// <summary>What was there before indicators is looked through once.</summary>
    private static IEnumerable<Armed> LookBack(StreamId lane, Recorded<ReceivedEvent> recorded)
    {
        var (submission, taken) = recorded.Event switch { ObjectsReceived e => (e.Submission, e.Objects), QuarantineAccepted e => (ReceivedRows.AcceptedAs(e.Id), [e.What]), _ => ("", []) };
        return taken.Any(one => one is { Revoked: false, Indicator.Unclear: null })
            ? [To(SubmissionKind.LookBack(submission), new LookBackOrder(submission, lane.Key, recorded.Version), Priority.Bulk, recorded.At + UntilLookedBack)]
            : [];
    }

    /// <summary>Each indicator that found something in an alert of an institution is an alert of that institution.</summary>
    private static IEnumerable<Armed> Found(AlertRecord alert, Contracts.Institutions.InstitutionId institution, DateTimeOffset at)
        => (alert.Indicators ?? []).Select(hit => Raise(IndicatorSightings.Of(hit, institution, alert.Line, alert.Tlp, alert.Line.Exercise), at));

    /// <summary>Each that found something in an incident is an alert of every institution that it touches.</summary>
    private static IEnumerable<Armed> Found(Recorded<IncidentEvent> recorded, Incident after)
        => recorded.Event is ObservablesAdded { Indicators: { } hits }
            ? hits.SelectMany(hit => after.Institutions.Select(one => Raise(IndicatorSightings.Of(hit, one.Institution, null, after.Tlp, after.Exercise), recorded.At)))
            : [];

    private static Armed Raise(Arrival arrival, DateTimeOffset at)
        => To(IntakeKind.Stream(IndicatorSightings.Source, at, Fingerprint.Lane(arrival.Id, IntakeKind.Lanes)), (IntakeCommand)new AcceptAlerts(IndicatorSightings.Source, [arrival]), Priority.HandOff);
}
