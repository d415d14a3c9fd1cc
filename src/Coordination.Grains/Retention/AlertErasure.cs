using Coordination.Contracts.Intake;
using Coordination.Contracts.Retention;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>
/// Erases alerts: the original as it came, what an officer decided about it, every row, and the claim by which its line is known again; then the days of the intake in which nothing is left.
/// In a day that holds alerts of others the record of it stays, encrypted under the day's key, until the day goes; nothing makes a row of it again.
/// </summary>
internal sealed class AlertErasure(IGrainFactory grains, IRows rows, IJournal journal, IErasure erasure, Destruction destruction, Lanes lanes)
{
    public async Task<Erased> EraseAsync(IReadOnlyList<AlertId> alerts, CancellationToken cancellationToken)
    {
        string[] ids = [.. alerts.Select(alert => alert.Value)];
        var owners = await journal.FindClaimsAsync([.. alerts.Select(Fingerprint.Claim)], cancellationToken);
        var known = await rows.FindManyAsync(IntakeKind.Alerts, ids, cancellationToken);
        // Before the lane says that they are gone: a process that dies between the two begins again here.
        var originals = await erasure.ForgetOriginalsAsync(ids, cancellationToken);
        var decided = known.Where(row => row.Stream.Kind == "attribution" || row.Value.Institution is null).Select(row => new StreamId("attribution", row.Id));
        var streams = await destruction.OfAsync(decided, cancellationToken);
        var repeats = ids.Length == 0 ? [] : await rows.ListAllAsync(IntakeKind.Repeats, new AnyValue("alert", ids), cancellationToken);
        var ofLane = owners.ToLookup(pair => pair.Value, pair => AlertId.Of(pair.Key.Value));
        var counted = repeats.ToLookup(row => row.Stream, row => row.EventVersion());
        var touched = ofLane.Select(group => group.Key).Union(counted.Select(group => group.Key)).ToArray();
        foreach (var lane in touched)
        {
            await grains.Intake(lane).ExecuteAsync(new EraseAlerts([.. ofLane[lane]], [.. counted[lane]]), Actor.System);
        }

        var (destroyed, left) = await lanes.DestroyEmptyAsync(touched, cancellationToken);
        return new([new("alerts", owners.Count), new("originals", originals), new("streams", streams + destroyed)], left);
    }
}
