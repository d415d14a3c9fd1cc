using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Search;
using Coordination.Domain.Access;
using Coordination.Domain.Advisories;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Host.Advisories;

namespace Coordination.Host.Exchange;

/// <summary>What happens to advisories, as the staff and institutions hear it: these once they are addressed. What partners hear is said by <see cref="SharedAdvisoryHappenings"/>.</summary>
internal sealed class AdvisoryHappenings(IRows rows, TimeProvider clock) : Happenings<AdvisoryHappenings.Things>
{
    private static readonly PublicNames ToStaff = new("advisory", ("advisory-published", PublicEvents.AdvisoryPublished), ("advisory-withdrawn", PublicEvents.AdvisoryWithdrawn));
    private static readonly PublicNames ToInstitutions = new("addressee", ("institution-addressed", PublicEvents.AdvisoryPublished), ("institution-released", PublicEvents.AdvisoryWithdrawn));

    protected override PublicNames NamesFor(SubscriberKind kind) => kind switch
    {
        SubscriberKind.Staff => ToStaff,
        SubscriberKind.Institution => ToInstitutions,
        _ => PublicNames.None,
    };

    protected override async Task<Things> ReadAsync(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken) => new(
        await rows.FoundAsync(AdvisoryKind.Lines, streams.Where(stream => stream.Kind == "advisory").Select(stream => stream.Key), cancellationToken),
        await rows.FoundAsync(AddresseeKind.Table, streams.Where(stream => stream.Kind == "addressee").Select(stream => stream.Key), cancellationToken));

    protected override async Task<IEnumerable<(StreamId Stream, News News)>> HeardAsync(Listening one, IReadOnlyList<Happened> happened, Things things, CancellationToken cancellationToken)
    {
        var asked = one.Kind == SubscriberKind.Staff
            ? await SearchedAsync(
                rows, AdvisoryKind.Lines, one, [.. happened.Where(what => things.Lines.TryGetValue(what.Stream.Key, out var line) && !line.Value.Exercise)],
                filter => AdvisoryQueries.CompileAsync(Query.Parse(filter, QuerySubject.Advisories).Query, rows, clock.GetUtcNow(), cancellationToken), cancellationToken)
            : happened.Where(what => things.Addressees.TryGetValue(what.Stream.Key, out var own) && Hears(one, own.Value));
        return asked.Select(what => (what.Stream, News.Of(what)));
    }

    protected override StreamId SubjectOf(StreamId stream) => stream.Kind == "addressee" ? AdvisoryKind.Stream(AddresseeKind.AdvisoryOf(stream)) : stream;

    private bool Hears(Listening one, AddresseeRow own)
        => !own.Exercise && own.Institution == one.Value.For.Institution && Disclosure.Of(one.Viewer, own, clock.GetUtcNow()) is > Sight.Nothing and var sight
            && SubscriberFilter.Holds(one.Filter, QuerySubject.Advisories, sight, own.Severity, own.Tlp);

    internal sealed record Things(IReadOnlyDictionary<string, Row<AdvisoryRow>> Lines, IReadOnlyDictionary<string, Row<AddresseeRow>> Addressees);
}
