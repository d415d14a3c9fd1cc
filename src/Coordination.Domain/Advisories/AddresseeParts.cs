using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;

namespace Coordination.Domain.Advisories;

/// <summary>Which parts of an advisory go with which sight at one institution. How far someone sees is decided by <see cref="Disclosure"/>.</summary>
public static class AddresseeParts
{
    /// <summary>What became of it there. Where only its existence is shown: what was done and when, and nothing of what it says or what was said about it.</summary>
    public static AddresseeView Of(AddresseeView all, Sight sight)
    {
        ArgumentNullException.ThrowIfNull(all);
        return sight > Sight.Existence ? all : all with { Reasons = [], Note = null, ReleasedBecause = null, Contradictions = [] };
    }

    /// <summary>Whether a file that was published with it is given to who sees this line: as far as the label of the text allows, and that of the file where it is stricter.</summary>
    /// <param name="line">As <see cref="OfPublished"/> makes it.</param>
    public static bool ShowsFile(Viewer viewer, AddresseeRow line, Tlp label, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Disclosure.Of(viewer, label > line.Tlp ? line with { Tlp = label } : line, now) > Sight.Existence;
    }

    /// <summary>
    /// The line as the text that is published now makes it, and nothing where it no longer concerns the institution: what the line itself tells of a revision may still be on its way to it.
    /// How far the text may be shown is judged by this, and never by the line alone.
    /// </summary>
    public static AddresseeRow? OfPublished(AddresseeRow line, AdvisoryContent? published, IEnumerable<Recipient> recipients)
    {
        ArgumentNullException.ThrowIfNull(line);
        return published is null || line.State == AddresseeState.Released || !Recipients.Told(recipients).Any(one => one.Institution == line.Institution) ? null : line with { Tlp = published.Tlp };
    }

    /// <summary>Whether the viewer may read what is published now: the line must let them, and so must label and recipients as they are now, whatever the line still says.</summary>
    public static bool IsOpen(Viewer viewer, AddresseeRow line, AdvisoryContent? published, IEnumerable<Recipient> recipients, DateTimeOffset now)
        => Disclosure.Of(viewer, line, now) > Sight.Existence && OfPublished(line, published, recipients) is { } current && Disclosure.Of(viewer, current, now) > Sight.Existence;
}
