using System.Text.Json;

namespace Coordination.Connectors.Stix;

/// <summary>How a received object stands to one that is known under its id.</summary>
public enum StixSuccession
{
    Newer,
    Same,
    Older,

    /// <summary>The two cannot both be right.</summary>
    Refused,
}

/// <summary>A version is an id and a <c>modified</c>: the newer one holds. Revoking is final, and some things never change.</summary>
public static class StixVersions
{
    /// <summary>How <paramref name="received"/> stands to <paramref name="known"/>, which has the same id; and why it is refused.</summary>
    public static (StixSuccession Succession, string? Why) Of(StixObject known, StixObject received)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(received);
        if (JsonElement.DeepEquals(known.Body, received.Body))
        {
            return (StixSuccession.Same, null);
        }

        if (known.Category == StixCategory.Observable)
        {
            return StixIds.OfObservable(known.Type, known.Body) == StixIds.OfObservable(received.Type, received.Body)
                ? (StixSuccession.Newer, null)
                : Refused("Under this id stands another observable. Its id must follow from what it says.");
        }

        return (known, received) switch
        {
            _ when known.Type == "marking-definition" => Refused("A marking never changes. A new one needs a new id."),
            _ when known.Created != received.Created => Refused("When an object was created never changes. Ask the sender which of the two is right."),
            _ when known.CreatedBy != received.CreatedBy => Refused("Only who created an object changes it. Others make one of their own, derived from it."),
            _ when known.Modified is null || received.Modified is null => Refused("Two objects stand under one id, and neither says which is the newer."),
            _ when received.Modified < known.Modified => (StixSuccession.Older, null),
            _ when received.Modified.Value.CompareTo(known.Modified.Value) == 0 => Refused("Two different objects stand under one id and one modified. Ask the sender to give the newer one a later modified."),
            _ when known.Revoked && !received.Revoked => Refused("The object was revoked, and that is final. What holds again needs a new id."),
            _ => (StixSuccession.Newer, null),
        };

        static (StixSuccession, string?) Refused(string why) => (StixSuccession.Refused, why);
    }
}
