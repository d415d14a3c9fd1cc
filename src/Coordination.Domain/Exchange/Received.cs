using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A share of what one partner gave. All versions of an object meet in one share, so that they have one writer.</summary>
public sealed record Received
{
    public static readonly Received Empty = new();

    /// <summary>Every object by its STIX id.</summary>
    public ImmutableDictionary<string, Known> Objects { get; init; } = ImmutableDictionary.Create<string, Known>(StringComparer.Ordinal);

    /// <summary>The STIX id under which a UUID came. Observables are not among them: theirs follow from what they say.</summary>
    public ImmutableDictionary<string, string> Uuids { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What was not taken.</summary>
    public ImmutableDictionary<string, Held> Quarantine { get; init; } = ImmutableDictionary.Create<string, Held>(StringComparer.Ordinal);

    /// <summary>An object that was taken: its version that holds, and the contents of the newest ones.</summary>
    public sealed record Known(string Order, string? Created, string? CreatedBy, bool Revoked, Tlp Label, ImmutableDictionary<string, string> Contents)
    {
        /// <summary>So many versions of an object are known again. A partner may change it for ever.</summary>
        public const int MostVersions = 100;

        /// <summary>Whether it is older than all that is remembered, so that nothing can be said of it any more.</summary>
        public bool HasForgotten(string order) => Contents.Count >= MostVersions && string.CompareOrdinal(order, Oldest()) < 0;

        /// <summary>Without the oldest, as far as there are too many. The version that holds stays, a revoked one may be older than others.</summary>
        internal Known Within() => Contents.Count <= MostVersions ? this : this with { Contents = Contents.Remove(Oldest()) };

        private string Oldest() => Contents.Keys.Where(order => order != Order).Min(StringComparer.Ordinal)!;
    }

    /// <summary>Something in quarantine; its original is a row.</summary>
    public sealed record Held(string? ObjectId, string Place, string Code, string Reason, DateTimeOffset At, int Times = 1, QuarantineState State = QuarantineState.Waiting, Tlp Label = Tlp.Red);

    public Received Take(ReceivedObject one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var before = Objects.GetValueOrDefault(one.Id);
        // An observable has no versions: the last that came is kept, under the strictest label that it came with.
        var contents = (one.IsObservable ? null : before?.Contents) ?? ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
        var label = one.IsObservable && before?.Label > one.Label ? before.Label : one.Label;
        return this with
        {
            Objects = Objects.SetItem(one.Id, new Known(one.Order, one.Created, one.CreatedBy, one.Revoked, label, contents.SetItem(one.Order, one.Content)).Within()),
            Uuids = one.IsObservable ? Uuids : Uuids.SetItem(one.Uuid, one.Id),
        };
    }

    public Received Remember(OlderVersion one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var known = Objects[one.Id];
        return this with { Objects = Objects.SetItem(one.Id, (known with { Contents = known.Contents.SetItem(one.Order, one.Content) }).Within()) };
    }
}

[JsonDerivedType(typeof(ReceiveObjects), "receive-objects")]
[JsonDerivedType(typeof(DismissQuarantined), "dismiss-quarantined")]
[JsonDerivedType(typeof(AcceptQuarantined), "accept-quarantined")]
public abstract record ReceivedCommand : ICommand<Received, ReceivedEvent>
{
    public abstract Decision<ReceivedEvent> Decide(Received state, Context context);
}

/// <summary>Which partners speak in the name of these identities. The ids stand in one text, so that equal questions are equal.</summary>
public sealed record OwnersOf(string Identities) : Lookup<IdentityOwners>
{
    public static OwnersOf Of(IEnumerable<ReceivedObject> objects)
        => new(string.Join(' ', objects.SelectMany(one => new[] { one.Type == "identity" ? one.Id : null, one.CreatedBy }).OfType<string>().Select(id => id.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)));
}

/// <summary>Identities and the partners to whom they belong; those of nobody are missing.</summary>
public sealed record IdentityOwners(IReadOnlyDictionary<string, PartnerId> Owners);

/// <summary>Which of these objects are ours and lie ready for this partner.</summary>
public sealed record OursAmong(PartnerId Partner, string Ids) : Lookup<OurObjects>
{
    public static OursAmong Of(PartnerId partner, IEnumerable<ReceivedObject> objects)
        => new(partner, string.Join(' ', objects.SelectMany(one => one.Names.Concat(one.IsObservable ? [] : [one.Id]).Concat(one.CreatedBy is { } by ? [by] : [])).Distinct().Order(StringComparer.Ordinal)));
}

/// <summary>Objects of ours, by their STIX ids.</summary>
public sealed record OurObjects(IReadOnlyDictionary<string, OurObject> Objects)
{
    /// <summary>The object with the streams of ours that it speaks of.</summary>
    public ReceivedObject Fill(ReceivedObject one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one with { About = [.. one.Names.SelectMany(id => Objects.GetValueOrDefault(id) is { } own && Tells(id, own) ? own.Origins : []).Distinct()] };
    }

    /// <summary>Who we are, whom it touches, a label and an observable lie there with every incident that they occur in. Whoever names one of them speaks of none of those incidents.</summary>
    private static bool Tells(string id, OurObject own)
        => own.Versions.Count > 0 && !id.StartsWith("identity--", StringComparison.Ordinal) && !id.StartsWith("marking-definition--", StringComparison.Ordinal);
}

/// <param name="Origins">The streams that it tells of.</param>
/// <param name="Versions">The versions that lie ready or have left; an observable has none.</param>
public sealed record OurObject(IReadOnlyList<string> Origins, IReadOnlyList<string> Versions);

public static class ReceivedRefusals
{
    public static readonly Refusal UnknownQuarantined = new(RefusalKind.Unknown, "quarantine.unknown", "There is nothing of that id in this partner's quarantine.");
    public static readonly Refusal Decided = new(RefusalKind.Conflict, "quarantine.decided", "Someone has decided on this already.");
    public static readonly Refusal NotToAccept = new(RefusalKind.Conflict, "quarantine.not-to-accept", "This cannot be taken as it is: it breaks the specification, or contradicts what holds. Ask the partner to send it anew, or dismiss it.");
    public static readonly Refusal UnknownSubmission = new(RefusalKind.Unknown, "submission.unknown", "This partner has brought nothing under that id.");
    public static readonly Refusal UnknownObject = new(RefusalKind.Unknown, "received.unknown", "This partner has given no such object.");
    public static readonly Refusal Closed = new(RefusalKind.Forbidden, "partner.not-open", "Nothing is taken from this partner now: the exchange is paused, or its agreement does not allow it. Its record says which.");
}
