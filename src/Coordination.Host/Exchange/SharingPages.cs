using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Exchange;

/// <summary>What people see of sharings: how they stand, what would leave, and what has left.</summary>
internal sealed class SharingPages(IRows rows, SharingDrafts drafts, SharedSoFar soFar, Live.Directory directory, Need need)
{
    /// <summary>The sharings of a thing that the caller may see.</summary>
    public async Task<Page<SharingView>> ListAsync(StreamId origin, string number, CancellationToken cancellationToken)
    {
        var all = await rows.ListAllAsync(SharingKind.Table, RowFilter.Is("origin", origin.Value), cancellationToken);
        var partners = await directory.PartnersAsync(all.Select(row => row.Value.Partner.Value), cancellationToken);
        var names = await directory.NamesAsync(all.Select(row => row.Value.Terms.By.Value), all.SelectMany(row => row.Value.Revealed).Select(one => one.Value), cancellationToken);
        var counts = (await rows.CountAsync(CollectionKind.Table, RowFilter.Is("origin", origin.Value), ["partner", "taken"], cancellationToken))
            .ToDictionary(count => ((string)count.Values[0]!, Convert.ToInt64(count.Values[1], System.Globalization.CultureInfo.InvariantCulture) != 0), count => count.Count);
        return new(
            [
                .. all.OrderBy(row => row.Value.Terms.At).Select(row => new SharingView(
                    partners[row.Value.Partner.Value], origin.Value, number, row.Value.State, row.Value.Terms.Why, names.Person(row.Value.Terms.By.Value), row.Value.Terms.At, row.Value.Terms.Until,
                    row.Value.Label, [.. row.Value.Revealed.Select(one => names.Institution(one.Value))], row.Value.Terms.Indicators,
                    counts.GetValueOrDefault((row.Value.Partner.Value, false)), counts.GetValueOrDefault((row.Value.Partner.Value, true)), row.Value.Problem is { } problem ? Problems.Of(problem) : null)),
            ],
            null);
    }

    /// <summary>What would leave if it were shared like that, or corrected where it is shared already.</summary>
    public async Task<(SharingDraft Draft, SharingPreview Preview, Refusal? Problem)> PreviewAsync(StreamId origin, PartnerId partner, IReadOnlyList<SharedIndicator>? indicators, CancellationToken cancellationToken)
    {
        var sharing = (await rows.FindAsync(SharingKind.Table, SharingKind.Stream(partner, origin).Key, cancellationToken))?.Value;
        var left = await soFar.LeftAsync(partner, origin, cancellationToken);
        var draft = await drafts.OfAsync(origin, partner, indicators ?? sharing?.Terms.Indicators ?? [], sharing?.MadeAt ?? DateTimeOffset.MinValue, cancellationToken);
        var problem = draft.Problem ?? (left.TryGetValue(draft.Own, out var own) && own.What.Revokes ? SharingRefusals.Revoked : null);
        var changes = SharingDifference.Of(problem is null ? draft.Objects : [], left, draft.At, revokes: problem is null || PartnerDisclosure.EndsWhatLeft(draft.Problem));
        return (draft, new(
            draft.Hash, draft.Label, problem is null ? null : Problems.Of(problem),
            [.. changes.Select(change => new PreviewObject(StixSaid.IdOf(change.Content), TypeOf(change.Content), NameOf(change.Content), change.Change, change.Content, change.Change is SharingChange.New or SharingChange.Gone ? null : change.Before?.Json))],
            draft.Revealed, draft.Hidden, draft.LeftOut), problem);
    }

    /// <summary>What lies ready for a partner and what has left to it. Of what a thing is that the viewer may not know of, nothing is said.</summary>
    public async Task<Page<SentView>> SentAsync(Viewer viewer, PartnerId partner, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(CollectionKind.Table, new RowQuery(RowFilter.Is("partner", partner.Value), "added_at", Descending: true, limit, cursor), cancellationToken), cursor);
        var numbers = await NumbersAsync(viewer, page.Rows.Select(row => row.Value.What.Origin).Distinct(), cancellationToken);
        var terms = (await rows.FindManyAsync(SharingKind.Table, [.. page.Rows.Select(row => row.Value.Basis is { } basis ? new StreamId(basis).Key : "").Distinct()], cancellationToken))
            .ToDictionary(row => row.Stream.Value, row => row.Value.Terms, StringComparer.Ordinal);
        var replies = (await rows.FindManyAsync(ReplyKind.Table, [.. page.Rows.Select(row => new StreamId(row.Value.What.Origin)).Where(origin => origin.Kind == "reply").Select(origin => origin.Key).Distinct()], cancellationToken))
            .ToDictionary(row => row.Stream.Value, row => row.Value, StringComparer.Ordinal);
        var people = await directory.NamesAsync(terms.Values.Select(one => one.By.Value).Concat(replies.Values.Select(one => one.By?.Value).OfType<string>()), [], cancellationToken);
        return new([.. page.Rows.Select(row => row.Value).Select(row =>
        {
            if (replies.GetValueOrDefault(row.What.Origin) is { } reply)
            {
                return new SentView(
                    row.Number, row.What.Id, row.What.Type, row.What.Version, SharedContent.HashOf(row.What.Content), row.What.Label, "", reply.By is { } by ? people.Person(by.Value) : null, null,
                    row.AddedAt, row.Way, row.TakenAt, row.What.Revokes, reply.About);
            }

            var number = numbers.GetValueOrDefault(row.What.Origin) ?? "";
            var decided = number.Length > 0 && row.Basis is { } basis ? terms.GetValueOrDefault(basis) : null;
            return new SentView(
                row.Number, row.What.Id, row.What.Type, row.What.Version, SharedContent.HashOf(row.What.Content), row.What.Label, number, decided is null ? null : people.Person(decided.By.Value), decided?.Why,
                row.AddedAt, row.Way, row.TakenAt, row.What.Revokes);
        })], page.Next);
    }

    private async Task<Dictionary<string, string>> NumbersAsync(Viewer viewer, IEnumerable<string> origins, CancellationToken cancellationToken)
    {
        var all = origins.Select(origin => new StreamId(origin)).ToArray();
        var incidents = await rows.FindManyAsync(IncidentRows.Lines, [.. all.Where(one => one.Kind == "incident").Select(one => one.Key)], cancellationToken);
        var advisories = await rows.FindManyAsync(AdvisoryKind.Lines, [.. all.Where(one => one.Kind == "advisory").Select(one => one.Key)], cancellationToken);
        return need.Passed(viewer, incidents).Select(row => (row.Stream.Value, row.Value.Number)).Concat(advisories.Select(row => (row.Stream.Value, row.Value.Number)))
            .ToDictionary(pair => pair.Value, pair => pair.Number, StringComparer.Ordinal);
    }

    private static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;

    private static string? NameOf(JsonElement one) => one.TryGetProperty("name", out var name) ? name.GetString() : one.TryGetProperty("value", out var value) ? value.GetString() : null;
}
