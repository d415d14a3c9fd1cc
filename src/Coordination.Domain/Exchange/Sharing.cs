using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>On what something goes to a partner: who decided it and why.</summary>
/// <param name="Indicators">The observables that go along to be looked for.</param>
/// <param name="Preview">The hash of what was looked at: nothing else leaves.</param>
/// <param name="Share">The number of the incident's share on which it rests; 0 for an advisory.</param>
public sealed record SharingTerms(PersonId By, DateTimeOffset At, string Why, DateTimeOffset? Until, IReadOnlyList<SharedIndicator> Indicators, string? Preview = null, int Share = 0);

/// <summary>One thing as it is shared with one partner. What lies ready and what has left is said by the partner's collection; here is what was decided, and what is to be made of it.</summary>
public sealed record Sharing
{
    public static readonly Sharing Empty = new();

    public PartnerId Partner { get; init; }

    /// <summary>The stream of what is shared.</summary>
    public string Origin { get; init; } = "";
    public SharingTerms? Terms { get; init; }
    public SharingState State { get; init; }

    /// <summary>The version at which what leaves was last to be made anew. What was armed before is no longer meant.</summary>
    public long Round { get; init; }

    /// <summary>The version in time that what was made last bears. The next is later.</summary>
    public DateTimeOffset MadeAt { get; init; }
    public Tlp? Label { get; init; }
    public IReadOnlyList<InstitutionId> Revealed { get; init; } = [];

    /// <summary>Why nothing leaves now.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Since when the partner is told of it; null where it is not, or was decided anew since.</summary>
    public SharingMoment? Said { get; init; }

    /// <summary>Since when what it was told holds no longer; null while it does.</summary>
    public SharingMoment? TakenBack { get; init; }

    /// <summary>The highest number of a share that has ended: it may be heard of before its beginning is.</summary>
    public int Ended { get; init; }

    /// <summary>Whether anything more is to leave.</summary>
    public bool IsOpen => Terms is not null && State is not (SharingState.Ended or SharingState.Recalled);
}

/// <summary>An object that is laid ready, with what it says.</summary>
public sealed record MadeObject(SharedObject What, string Json);

/// <summary>What was made of a sharing: the objects that are new or changed, and revocations of what is no longer said.</summary>
/// <param name="Label">Of what is shared; null where nothing is.</param>
/// <param name="Problem">Why nothing but revocations leaves.</param>
/// <param name="TakesBack">Whatever was said of it before holds no longer, whether it has left or not.</param>
public sealed record Made(IReadOnlyList<MadeObject> Objects, DateTimeOffset At, Tlp? Label, IReadOnlyList<InstitutionId> Revealed, Refusal? Problem = null, bool TakesBack = false);

/// <summary>When something became so: the event, and its time.</summary>
public sealed record SharingMoment(long Version, DateTimeOffset At);

/// <summary>What leaves is to be made, as a message of the outbox. It may come twice.</summary>
public sealed record SharingOrder(long Round);

/// <summary>All that is shared with a partner, or of a thing, is to be looked at again, as a message of the outbox.</summary>
public sealed record SharingsOrder(string Because);

[JsonDerivedType(typeof(BeginSharing), "begin-sharing")]
[JsonDerivedType(typeof(ShareAdvisory), "share-advisory")]
[JsonDerivedType(typeof(CorrectSharing), "correct-sharing")]
[JsonDerivedType(typeof(LookAtSharing), "look-at-sharing")]
[JsonDerivedType(typeof(RecordMade), "record-made")]
[JsonDerivedType(typeof(EndSharing), "end-sharing")]
[JsonDerivedType(typeof(RecallSharing), "recall-sharing")]
public abstract record SharingCommand : ICommand<Sharing, SharingEvent>
{
    public abstract Decision<SharingEvent> Decide(Sharing state, Context context);
}

public static class SharingRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "sharing.unknown", "It is not shared with this partner.");
    public static readonly Refusal NotOpen = new(RefusalKind.Conflict, "sharing.over", "This sharing has ended. Share it again first.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "sharing.exists", "It is shared with this partner already. End that first.");
    public static readonly Refusal ReasonMissing = new(RefusalKind.Invalid, "sharing.reason-missing", "Say why: it stands in the record of what left.", "why");
    public static readonly Refusal Over = new(RefusalKind.Invalid, "sharing.ends-before", "The time at which it ends has passed already.", "until");
    public static readonly Refusal NotPerson = new(RefusalKind.Invalid, "sharing.not-person", "Someone must answer for what leaves. Sign in, or use a token of your own.");
    public static readonly Refusal NotPublished = new(RefusalKind.Conflict, "sharing.not-published", "Only a published advisory goes to partners. Publish it first.");
    public static readonly Refusal Changed = new(RefusalKind.Changed, "sharing.changed", "Something else would leave by now than what you looked at. Look again.", "preview");
    public static readonly Refusal Revoked = new(RefusalKind.Conflict, "sharing.revoked", "What had left of it was revoked, and that is final for whoever has it: it cannot be sent again under the same ids. Tell the partner in another way.", "partner");
    public static readonly Refusal Gone = new(RefusalKind.Conflict, "sharing.gone", "What was shared is no longer there.");
}
