using System.Runtime.CompilerServices;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Retention;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>Finds what is due by the retention rules. The dry run and the run ask the same.</summary>
public sealed class DueRows(IRows rows)
{
    private const int Named = 50;

    /// <summary>The labels that a rule is about: its own, or all that have no rule of their own; null where it is not about labels.</summary>
    public static IReadOnlyList<Tlp>? LabelsOf(RetentionRule rule, IReadOnlyList<RetentionRule> rules)
        => !RetentionRule.HasLabel(rule.Of) ? null
            : [.. Enum.GetValues<Tlp>().Where(label => RetentionKind.RuleFor(rules, rule.Of, label) == rule)];

    /// <summary>What each rule would erase. Incidents are named as far as the viewer may know of them, and counted all.</summary>
    public async Task<IReadOnlyList<RetentionDue>> AllAsync(IReadOnlyList<RetentionRule> rules, Func<IncidentRow, bool> mayKnow, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<RetentionDue>();
        foreach (var rule in rules)
        {
            var (before, labels) = (now.AddDays(-rule.Days), LabelsOf(rule, rules) ?? []);
            if (rule.Of == RetentionOf.ClosedIncidents)
            {
                var (count, held, named) = (0L, 0L, new List<DueIncident>());
                await foreach (var row in IncidentsAsync(labels, before, cancellationToken))
                {
                    (count, held) = row.Value.Held ? (count, held + 1) : (count + 1, held);
                    if (!row.Value.Held && named.Count < Named && mayKnow(row.Value))
                    {
                        named.Add(new(IncidentId.Of(row.Id), row.Value.Number, row.Value.ClosedAt!.Value));
                    }
                }

                due.Add(new(rule, before, count, named, held));
                continue;
            }

            due.Add(new(rule, before, rule.Of switch
            {
                RetentionOf.AlertsWithoutIncident => await SumAsync(AlertsAsync(labels, before, cancellationToken), page => page.Count),
                RetentionOf.Requests => await SumAsync(RequestsAsync(labels, before, cancellationToken), page => page.Count),
                RetentionOf.Submissions => await rows.CountAllAsync(SubmissionKind.Lines, BroughtBefore(before), cancellationToken),
                RetentionOf.ReceivedDocuments => await rows.CountAllAsync(ReceivedDocumentKind.Lines, CollectedBefore(before), cancellationToken),
                RetentionOf.Notifications => await SumAsync(NotificationsAsync(before, cancellationToken), page => page.Count),
                _ => await rows.CountAllAsync(ReadingKind.Table, ReadBefore(before), cancellationToken),
            }, []));
        }

        return due;
    }

    /// <summary>Incidents of these labels that were closed before; those on hold, too.</summary>
    public async IAsyncEnumerable<Row<IncidentRow>> IncidentsAsync(IReadOnlyList<Tlp> labels, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What was closed before was opened before.
        var filter = RowFilter.Is("closed", true) & new Compare("opened_at", Comparison.Less, before) & new AnyValue("tlp", [.. labels.Cast<object>()]);
        await foreach (var row in rows.AllAsync(IncidentRows.Lines, filter, cancellationToken))
        {
            if (row.Value.ClosedAt < before)
            {
                yield return row;
            }
        }
    }

    /// <summary>Alerts of these labels that were received before and that no incident has.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<AlertId>> AlertsAsync(IReadOnlyList<Tlp> labels, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in rows.PagesAsync(IntakeKind.Alerts, new Compare("received_at", Comparison.Less, before), "received_at", cancellationToken))
        {
            AlertId[] all = [.. page.Where(row => labels.Contains(row.Value.Tlp)).Select(row => row.Value.Id)];
            var linked = all.Length == 0 ? [] : (await rows.ListAllAsync(IncidentRows.Alerts, new AnyValue("alert", [.. all.Select(alert => alert.Value)]), cancellationToken)).Select(row => row.Value.Alert).ToHashSet();
            yield return [.. all.Where(alert => !linked.Contains(alert))];
        }
    }

    /// <summary>Notifications that were made before: of incidents (an advisory is not over by its age) that are closed and not on hold, or gone, and of requests that are over, also what they are about.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<Row<NotificationRow>>> NotificationsAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in rows.PagesAsync(NotificationKind.Table, new Compare("at", Comparison.Less, before), cancellationToken: cancellationToken))
        {
            var subjects = page.Select(row => new StreamId(row.Value.Subject)).Distinct().ToArray();
            var asked = await rows.FindManyAsync(EnquiryRows.Lines, [.. subjects.Where(subject => subject.Kind == "enquiry").Select(subject => subject.Key)], cancellationToken);
            var incidents = subjects.Where(subject => subject.Kind == "incident").Select(subject => subject.Key).Concat(asked.Select(row => row.Value.About?.Value).OfType<string>()).Distinct().ToArray();
            var needed = (await rows.FindManyAsync(IncidentRows.Lines, incidents, cancellationToken))
                .Where(row => EraseIncident.RefuseFor(row.Value.Held, row.Value.Status) is not null).Select(row => row.Stream.Value).ToHashSet(StringComparer.Ordinal);
            needed.UnionWith(asked.Where(row => !row.Value.Ended || (row.Value.About is { } about && needed.Contains($"incident/{about}"))).Select(row => row.Stream.Value));
            yield return [.. page.Where(row => new StreamId(row.Value.Subject).Kind != "addressee" && !needed.Contains(row.Value.Subject))];
        }
    }

    /// <summary>Requests of these labels that were over before; nothing is written to those any more.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<Row<EnquiryRow>>> RequestsAsync(IReadOnlyList<Tlp> labels, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in rows.PagesAsync(EnquiryRows.Lines, RowFilter.Is("about", null) & new Compare("updated_at", Comparison.Less, before), "updated_at", cancellationToken))
        {
            yield return [.. page.Where(row => row.Value.GoesByAge && labels.Contains(row.Value.Tlp))];
        }
    }

    /// <summary>What became of documents that partners brought before.</summary>
    internal IAsyncEnumerable<IReadOnlyList<Row<SubmissionRow>>> SubmissionsAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => rows.PagesAsync(SubmissionKind.Lines, BroughtBefore(before), cancellationToken: cancellationToken);

    /// <summary>Documents of others that nobody made an advisory of, received before.</summary>
    internal IAsyncEnumerable<IReadOnlyList<Row<ReceivedDocumentRow>>> DocumentsAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => rows.PagesAsync(ReceivedDocumentKind.Lines, CollectedBefore(before), cancellationToken: cancellationToken);

    /// <summary>The streams of days on which something was read before.</summary>
    internal async Task<IReadOnlyList<(StreamId Stream, int Readings)>> ReadingsAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => [.. (await rows.ListAllAsync(ReadingKind.Table, ReadBefore(before), cancellationToken)).GroupBy(row => row.Stream).Select(day => (day.Key, day.Count()))];

    private static Compare BroughtBefore(DateTimeOffset before) => new("received_at", Comparison.Less, before);

    private static RowFilter CollectedBefore(DateTimeOffset before) => new Compare("received_at", Comparison.Less, before) & RowFilter.Is("advisory", null);

    /// <summary>A stream holds a day and goes as a whole, so only days that are past altogether are due.</summary>
    private static Compare ReadBefore(DateTimeOffset before) => new("at", Comparison.Less, new DateTimeOffset(before.UtcDateTime.Date, TimeSpan.Zero));

    private static async Task<long> SumAsync<T>(IAsyncEnumerable<T> pages, Func<T, long> count)
    {
        var sum = 0L;
        await foreach (var page in pages)
        {
            sum += count(page);
        }

        return sum;
    }
}
