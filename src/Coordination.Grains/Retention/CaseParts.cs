using System.Globalization;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>The alerts that only this case has.</summary>
internal sealed class AlertsOfCase(IRows rows, AlertErasure erasure) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var (own, others, repeats) = (0L, 0L, 0L);
        await foreach (var (mine, shared) in PagesAsync(incident, cancellationToken))
        {
            (own, others) = (own + mine.Length, others + shared);
            repeats += mine.Length == 0 ? 0 : await rows.CountAllAsync(IntakeKind.Repeats, new AnyValue("alert", [.. mine.Select(alert => alert.Value)]), cancellationToken);
        }

        List<string> remains = others == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{others} alerts that another incident has, too.")];
        if (own > 0)
        {
            remains.Add("The encrypted record of alerts in days of the intake that hold alerts of others: nobody is shown it, and it goes with the day.");
        }

        return new([new("alerts", own), new("originals", own), new("repetitions", repeats)], remains);
    }

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var erased = Erased.Nothing;
        await foreach (var (mine, _) in PagesAsync(incident, cancellationToken))
        {
            erased = erased.And(await erasure.EraseAsync(mine, cancellationToken));
        }

        return erased;
    }

    private async IAsyncEnumerable<(AlertId[] Own, int Shared)> PagesAsync(StreamId incident, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in rows.PagesAsync(IncidentRows.Alerts, RowFilter.Is("incident", incident.Key), cancellationToken: cancellationToken))
        {
            AlertId[] all = [.. page.Select(row => row.Value.Alert)];
            var linked = await rows.ListAllAsync(
                IncidentRows.Alerts, new AnyValue("alert", [.. all.Select(alert => alert.Value)]) & new Compare("incident", Comparison.NotEqual, incident.Key), cancellationToken);
            // One that is being erased at the same time has no line any more and keeps no alert, or each would leave what they share to the other.
            var there = (await rows.FindManyAsync(IncidentRows.Lines, [.. linked.Select(row => row.Value.Incident).Distinct()], cancellationToken)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            var others = linked.Where(row => there.Contains(row.Value.Incident)).Select(row => row.Value.Alert).ToHashSet();
            AlertId[] own = [.. all.Where(alert => !others.Contains(alert))];
            yield return (own, all.Length - own.Length);
        }
    }
}

/// <summary>Who was told, with what became of each delivery.</summary>
internal sealed class NotificationsOfCase(IRows rows, IErasure erasure, Destruction destruction) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(NotificationKind.Table, RowFilter.Is("subject", incident.Value), cancellationToken);
        var messages = 0L;
        foreach (var row in all)
        {
            messages += await erasure.CountMessagesAsync(row.Stream, cancellationToken);
        }

        return Share.Of(new("notifications", all.Count), new("deliveries", all.Sum(row => row.Value.Deliveries.Count)), new("waiting messages", messages));
    }

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(NotificationKind.Table, RowFilter.Is("subject", incident.Value), cancellationToken);
        var streams = await destruction.OfAsync(all.Select(row => row.Stream), cancellationToken);
        return Erased.Of(new("notifications", all.Count), new("deliveries", all.Sum(row => row.Value.Deliveries.Count)), new("streams", streams));
    }
}

/// <summary>Its escalations.</summary>
internal sealed class EscalationsOfCase(IRows rows, Destruction destruction) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
        => Share.Of(new ErasedPart("escalations", await rows.CountAllAsync(EscalationKind.Table, RowFilter.Is("subject", incident.Value), cancellationToken)));

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(EscalationKind.Table, RowFilter.Is("subject", incident.Value), cancellationToken);
        return Erased.Of(new("escalations", all.Count), new("streams", await destruction.OfAsync(all.Select(row => row.Stream), cancellationToken)));
    }
}

/// <summary>The record of who has read it.</summary>
internal sealed class ReadingsOfCase(IRows rows, IGrainFactory grains) : ICasePart
{
    public async Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken)
        => Share.Of(new ErasedPart("readings", await rows.CountAllAsync(ReadingKind.Table, RowFilter.Is("what", incident.Value), cancellationToken)));

    public async Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(ReadingKind.Table, RowFilter.Is("what", incident.Value), cancellationToken);
        foreach (var day in all.GroupBy(row => row.Stream))
        {
            await new Thing<ReadingCommand>(grains, day.Key).ExecuteAsync(new ForgetReadings(incident.Value, [.. day.Select(row => row.EventVersion())]), Actor.System);
        }

        return Erased.Of(new ErasedPart("readings", all.Count));
    }
}
