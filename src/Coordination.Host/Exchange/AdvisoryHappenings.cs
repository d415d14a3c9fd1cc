using System.Globalization;
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
internal sealed class AdvisoryHappenings(IRows rows, TimeProvider clock) : IHappenings
{
    private static readonly Dictionary<string, string> ToStaff = new(StringComparer.Ordinal)
    {
        ["advisory-published"] = PublicEvents.AdvisoryPublished,
        ["advisory-withdrawn"] = PublicEvents.AdvisoryWithdrawn,
    };

    private static readonly Dictionary<string, string> ToInstitutions = new(StringComparer.Ordinal)
    {
        ["institution-addressed"] = PublicEvents.AdvisoryPublished,
        ["institution-released"] = PublicEvents.AdvisoryWithdrawn,
    };

    public bool Tells(FeedEntry entry) => (entry.Stream.Kind == "advisory" && ToStaff.ContainsKey(entry.Type)) || (entry.Stream.Kind == "addressee" && ToInstitutions.ContainsKey(entry.Type));

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken)
    {
        var (toStaff, toInstitutions) = (Happened.In(entries, ToStaff), Happened.In(entries, ToInstitutions));
        var lines = await rows.FoundAsync(AdvisoryKind.Lines, toStaff.Select(one => one.Stream.Key), cancellationToken);
        var addressees = await rows.FoundAsync(AddresseeKind.Table, toInstitutions.Select(one => one.Stream.Key), cancellationToken);
        var heard = new List<NewWebhook>();
        foreach (var one in all)
        {
            var asked = one.Kind switch
            {
                SubscriberKind.Staff => await AskedForAsync(one, [.. toStaff.Where(happened => one.Hears(happened.Event, happened.At) && lines.TryGetValue(happened.Stream.Key, out var line) && !line.Value.Exercise)], cancellationToken),
                SubscriberKind.Institution => toInstitutions.Where(happened => one.Hears(happened.Event, happened.At) && addressees.TryGetValue(happened.Stream.Key, out var own) && Hears(one, own.Value)),
                _ => [],
            };
            heard.AddRange(asked.Select(happened => one.Hear(happened.Event, happened.Stream, happened.Version.ToString(CultureInfo.InvariantCulture), happened.At, SubjectOf(happened.Stream))));
        }

        return heard;
    }

    /// <summary>Staff ask as they search.</summary>
    private async Task<IEnumerable<Happened>> AskedForAsync(Listening one, Happened[] seen, CancellationToken cancellationToken)
    {
        if (one.Filter is null || seen.Length == 0)
        {
            return seen;
        }

        var filter = await AdvisoryQueries.CompileAsync(Query.Parse(one.Filter, QuerySubject.Advisories).Query, rows, clock.GetUtcNow(), cancellationToken);
        var passed = await rows.PassedAsync(AdvisoryKind.Lines, filter, seen.Select(happened => happened.Stream.Key), cancellationToken);
        return seen.Where(happened => passed.Contains(happened.Stream.Key));
    }

    /// <summary>Of what an institution sees the mere existence, no filter is asked: its answer would tell more.</summary>
    private bool Hears(Listening one, AddresseeRow own)
        => !own.Exercise && own.Institution == one.Value.For.Institution && Disclosure.Of(one.Viewer, own, clock.GetUtcNow()) is > Sight.Nothing and var sight
            && (one.Filter is null || sight == Sight.Existence || SubscriberFilter.Holds(Query.Parse(one.Filter, QuerySubject.Advisories).Query, own.Severity, own.Tlp));

    private static StreamId SubjectOf(StreamId stream) => stream.Kind == "addressee" ? AdvisoryKind.Stream(AddresseeKind.AdvisoryOf(stream)) : stream;
}
