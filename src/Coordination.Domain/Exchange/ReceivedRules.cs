using Coordination.Contracts.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>How an object stands to what a partner gave before.</summary>
public enum Succession
{
    /// <summary>It is taken.</summary>
    Newer,

    /// <summary>It is known, and nothing changes.</summary>
    Same,

    /// <summary>It is known from now on, and nothing else changes.</summary>
    Older,

    /// <summary>It is not taken, for a reason.</summary>
    Refused,
}

/// <summary>What was decided of an object.</summary>
public sealed record Verdict(Succession Succession, string Code = "", string Reason = "");

/// <summary>Whether an object of a partner is taken. In whatever order its versions arrive, the same one holds in the end: a revoked one before all others, else the newest.</summary>
public static class ReceivedRules
{
    public const string OtherIdentity = "received-other-identity";
    public const string OtherCreator = "received-other-creator";
    public const string OurName = "received-our-name";
    public const string Ours = "received-ours";
    public const string TooLarge = "received-too-large";
    public const string Type = "received-type";
    public const string Marking = "received-marking";
    public const string Created = "received-created";
    public const string Creator = "received-creator";
    public const string Version = "received-version";
    public const string Revoked = "received-revoked";
    public const string Full = "received-full";

    /// <summary>Characters of one object. An event is read whole.</summary>
    public const int MostOfObject = 2_000_000;

    /// <summary>Objects of one partner, evenly over its streams: each stream is one thing in memory.</summary>
    public const int MostObjects = 500_000;

    /// <summary>Whether a person who knows the partner can tell that it is right nevertheless.</summary>
    public static bool MayAccept(string code) => code is OtherIdentity or OtherCreator or OurName or Version or "stix-collision" or "stix-superseded";

    /// <summary>What its sender is told. Who our other partners are is not for it to know: whosever name it is, the words are the same.</summary>
    public static string ToSender(string code, string reason)
        => code is OtherIdentity or OtherCreator or OurName
            ? "This is somebody else, or says that somebody else made it, and comes from that one only. What you have to say about it comes as a note, an opinion or a sighting of your own."
            : reason;

    public static Verdict Judge(Received state, ReceivedObject one, PartnerId partner, IdentityOwners owners, OurObjects ours)
        => Foreign(one, partner, owners, ours) ?? Against(state, one);

    /// <summary>How it stands to what is known of it, whoever made it.</summary>
    public static Verdict Against(Received state, ReceivedObject one)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(one);
        if (one.Json.Length > MostOfObject)
        {
            return new(Succession.Refused, TooLarge, $"One object may have at most {MostOfObject / 1_000_000} million characters. Ask the partner to leave contents out and name them by their hashes.");
        }

        if (!one.IsObservable && state.Uuids.TryGetValue(one.Uuid, out var other) && other != one.Id)
        {
            return new(Succession.Refused, Type, $"Under this UUID a {other[..^38]} came before. An object never changes its type, and each has a UUID of its own.");
        }

        if (state.Objects.GetValueOrDefault(one.Id) is not { } known)
        {
            return state.Objects.Count < MostObjects / ReceivedKind.Lanes ? new(Succession.Newer)
                : new(Succession.Refused, Full, $"Nothing new is taken: {MostObjects:N0} objects of one partner are kept at most. Newer versions and revocations of those that are here still are.");
        }

        if (known.Contents.GetValueOrDefault(one.Order) == one.Content && (one.IsObservable || known.Order != one.Order || known.Label == one.Label))
        {
            return new(Succession.Same);
        }

        return one switch
        {
            { IsObservable: true } => new(Succession.Newer),
            // What it means may be known only now, by a marking that came later.
            _ when known.Contents.GetValueOrDefault(one.Order) == one.Content => new(Succession.Newer),
            { Type: "marking-definition" } => new(Succession.Refused, Marking, "A marking never changes. A new one needs a new id."),
            _ when known.Created != one.Created => new(Succession.Refused, Created, "When an object was created never changes, and this one was known with another time. Ask the partner which of the two is right."),
            _ when known.CreatedBy != one.CreatedBy => new(Succession.Refused, Creator, "Only who created an object changes it. Others make one of their own, derived from it."),
            _ when known.Contents.ContainsKey(one.Order) => new(Succession.Refused, Version, "This version was received before with another content. Ask the partner to give the newer one a later modified."),
            _ when known.Revoked && !one.Revoked => string.CompareOrdinal(one.Order, known.Order) < 0 ? new(OlderIn(known, one)) : new(Succession.Refused, Revoked, "The object was revoked, and that is final. What holds again needs a new id."),
            _ when one.Revoked && !known.Revoked => new(Succession.Newer),
            _ => new(string.CompareOrdinal(one.Order, known.Order) > 0 ? Succession.Newer : OlderIn(known, one)),
        };
    }

    /// <summary>What is older than all that is remembered was here, or would be forgotten at once; it may come again with every poll.</summary>
    private static Succession OlderIn(Received.Known known, ReceivedObject one) => known.HasForgotten(one.Order) ? Succession.Same : Succession.Older;

    /// <summary>Whether it speaks in somebody else's name.</summary>
    private static Verdict? Foreign(ReceivedObject one, PartnerId partner, IdentityOwners owners, OurObjects ours)
    {
        if (one.IsObservable)
        {
            return null;
        }

        if (ours.Objects.GetValueOrDefault(one.Id) is { } own)
        {
            // What comes back as it went is no news.
            return one.Version is null || own.Versions.Contains(one.Version) ? new(Succession.Same)
                : new(Succession.Refused, Ours, "This is an object of ours, and only who created an object changes it. What there is to say about it comes as a note, an opinion or a sighting.");
        }

        return one.Type == "identity" && OwnerOf(one.Id) is { } whose && whose != partner
            ? new(Succession.Refused, OtherIdentity, $"This is the identity of another partner ({whose}), and only that one may send it.")
            : one.CreatedBy is { } by && OwnerOf(by) is { } maker && maker != partner
            ? new(Succession.Refused, OtherCreator, $"This was made by another partner ({maker}), as it says itself, and comes from that one only.")
            : one.CreatedBy is { } us && ours.Objects.ContainsKey(us)
            ? new(Succession.Refused, OurName, "This says that it was made by us, and it was not.")
            : null;

        PartnerId? OwnerOf(string identity) => owners.Owners.TryGetValue(identity.ToLowerInvariant(), out var found) ? found : null;
    }
}
