using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Host.Incidents;

namespace Coordination.Host.Exchange;

/// <summary>What happens to incidents, as subscribers hear it.</summary>
internal sealed class IncidentHappenings(IRows rows, IncidentSearch search, TimeProvider clock) : Happenings<IncidentHappenings.Things>
{
    /// <summary>What whoever sees it sees change.</summary>
    private static readonly (string Written, string Heard)[] ToAll =
    [
        ("incident-opened", PublicEvents.IncidentOpened),
        ("severity-changed", PublicEvents.IncidentChanged),
        ("classification-changed", PublicEvents.IncidentChanged),
        ("tlp-changed", PublicEvents.IncidentChanged),
        ("status-changed", PublicEvents.IncidentChanged),
        ("incident-renamed", PublicEvents.IncidentChanged),
        ("incident-closed", PublicEvents.IncidentClosed),
        ("incident-reopened", PublicEvents.IncidentReopened),
    ];

    /// <summary>Who works on it, and whom else it concerns, is nothing that others see change.</summary>
    private static readonly PublicNames ToStaff = new("incident", [
        .. ToAll,
        ("incident-acknowledged", PublicEvents.IncidentChanged),
        ("incident-assigned", PublicEvents.IncidentChanged),
        ("institution-affected", PublicEvents.IncidentChanged),
        ("incident-restriction-lifted", PublicEvents.IncidentChanged)]);

    private static readonly PublicNames ToOthers = new("incident", [
        .. ToAll,
        ("incident-shared", PublicEvents.IncidentShared),
        ("institution-affected", PublicEvents.IncidentShared)]);

    protected override PublicNames NamesFor(SubscriberKind kind) => kind == SubscriberKind.Staff ? ToStaff : ToOthers;

    protected override async Task<Things> ReadAsync(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken) => new(
        await rows.FoundAsync(IncidentRows.Lines, streams.Select(stream => stream.Key), cancellationToken),
        await rows.FoundAsync(IncidentRows.Details, streams.Select(stream => stream.Key), cancellationToken));

    protected override async Task<IEnumerable<(StreamId Stream, News News)>> HeardAsync(Listening one, IReadOnlyList<Happened> happened, Things things, CancellationToken cancellationToken)
    {
        var seen = happened.Where(what => things.Lines.TryGetValue(what.Stream.Key, out var line) && !line.Value.Exercise && SightOf(one, line.Value) > Sight.Nothing).ToArray();
        var asked = one.Kind == SubscriberKind.Staff
            ? await SearchedAsync(rows, IncidentRows.Lines, one, seen, filter => search.CompileAsync(Query.Parse(filter).Query, one.Viewer, cancellationToken), cancellationToken)
            : seen.Where(what => things.Lines[what.Stream.Key].Value is var line
                && SubscriberFilter.Holds(one.Filter, QuerySubject.Incidents, SightOf(one, line), line.Severity, line.Tlp, line.Status, line.Classification));
        return from what in asked
               from news in IncidentNews.Of(one.Value, what, things.Lines[what.Stream.Key].Value, things.Details.GetValueOrDefault(what.Stream.Key)?.Value)
               select (what.Stream, news);
    }

    private Sight SightOf(Listening one, IncidentRow line) => Disclosure.Of(one.Viewer, line, clock.GetUtcNow());

    internal sealed record Things(IReadOnlyDictionary<string, Row<IncidentRow>> Lines, IReadOnlyDictionary<string, Row<IncidentDetailRow>> Details);
}
