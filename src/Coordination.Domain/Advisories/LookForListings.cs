using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Looks after publishing which catalogues list what the text names. What is imported later is told by the catalogue.</summary>
public sealed record LookForListings : AdvisoryCommand
{
    public override Decision<AdvisoryEvent> Decide(Advisory state, Context context)
    {
        if (state.Status != AdvisoryStatus.Published || ListingsOf.Named(state) is not { } question)
        {
            return Decision<AdvisoryEvent>.Nothing;
        }

        var found = context.Lookups.Find(question)?.All ?? [];
        AdvisoryEvent[] heard = [.. found.Where(one => state.HeardOf(one.Mark.Catalogue, one.Cve) < one.Order).Select(one => new ListingChanged(one.Mark.Catalogue, one.Cve, one.Mark, one.Order))];
        return heard.Length == 0 ? Decision<AdvisoryEvent>.Nothing : Decision<AdvisoryEvent>.Of(heard);
    }
}

/// <summary>The catalogues that list any of these vulnerabilities.</summary>
/// <param name="Cves">Divided by spaces.</param>
public sealed record ListingsOf(string Cves) : Lookup<Listings>
{
    /// <summary>Of all that the published text names; null where it names none.</summary>
    public static ListingsOf? Named(Advisory state)
        => string.Join(' ', (state.Published?.Vulnerabilities ?? []).Select(one => one.Cve).OfType<string>()) is { Length: > 0 } cves ? new(cves) : null;
}

/// <summary>What catalogues list.</summary>
public sealed record Listings(IReadOnlyList<Listing> All);

/// <summary>A vulnerability in a catalogue.</summary>
/// <param name="Order">The version of the catalogue's stream that says so.</param>
public sealed record Listing(string Cve, KevMark Mark, long Order);
