using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What happens to advisories, as partners hear it. What of a sharing was made by itself is no news: <see cref="SharedAdvisoryNews"/> says what is.</summary>
internal sealed class SharedAdvisoryHappenings(SharedAdvisories advisories, TimeProvider clock) : Happenings<IReadOnlyDictionary<StreamId, SharedAdvisory>>
{
    private static readonly PublicNames ToPartners = new(
        stream => stream.Kind == "sharing" && SharingKind.OriginOf(stream).Kind == "advisory", ("sharing-made", PublicEvents.AdvisoryPublished), ("sharing-made", PublicEvents.AdvisoryWithdrawn));

    protected override PublicNames NamesFor(SubscriberKind kind) => kind == SubscriberKind.Partner ? ToPartners : PublicNames.None;

    protected override Task<IReadOnlyDictionary<StreamId, SharedAdvisory>> ReadAsync(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken) => advisories.FindAsync(streams, cancellationToken);

    protected override Task<IEnumerable<(StreamId Stream, News News)>> HeardAsync(
        Listening one, IReadOnlyList<Happened> happened, IReadOnlyDictionary<StreamId, SharedAdvisory> things, CancellationToken cancellationToken)
        => Task.FromResult(from what in happened
                           let shared = things.GetValueOrDefault(what.Stream)
                           where shared is not null && one.Viewer.Partner is { } partner && partner.Id == shared.Sharing.Value.Partner
                           let news = SharedAdvisoryNews.Of(what, one.Viewer.Partner!, shared, one.Filter, clock.GetUtcNow())
                           where news is not null
                           select (what.Stream, news));

    protected override StreamId SubjectOf(StreamId stream) => SharingKind.OriginOf(stream);
}
