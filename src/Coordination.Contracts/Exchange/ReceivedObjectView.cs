using Coordination.Contracts.Access;

namespace Coordination.Contracts.Exchange;

/// <summary>An object that a partner gave, in its version that holds.</summary>
public sealed record ReceivedObjectView
{
    /// <summary>Its STIX id.</summary>
    public required string Id { get; init; }
    public required string Type { get; init; }

    /// <summary>Its <c>modified</c>, else its <c>created</c>, as it stands there; null for observables.</summary>
    public string? Version { get; init; }

    /// <summary>What it is called or says, in a line.</summary>
    public string? Name { get; init; }

    /// <summary>The strictest of its markings and of those of its parts. What was not understood counts as RED.</summary>
    public required Tlp Label { get; init; }

    /// <summary>It came without a label.</summary>
    public bool LabelIsDefault { get; init; }
    public bool Revoked { get; init; }

    /// <summary>The id of the identity that made it.</summary>
    public string? CreatedBy { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Of an indicator: what of its pattern cannot be evaluated here, so that it matches nothing; null where it is evaluated.</summary>
    public string? Unclear { get; init; }

    /// <summary>The streams of ours that it speaks of: <c>incident/…</c>, <c>advisory/…</c>.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Our last answer to it; null where nobody has answered it.</summary>
    public ObjectAnswered? Answered { get; init; }
}

/// <summary>An answer of ours to an object that a partner gave. Whether it has left stands with what left.</summary>
public sealed record ObjectAnswered(PersonRef? By, DateTimeOffset At, Tlp Label);

/// <summary>Where something that lies in quarantine stands.</summary>
public enum QuarantineState
{
    /// <summary>Nobody has decided.</summary>
    Waiting,

    /// <summary>Someone has said that it is of no use.</summary>
    Dismissed,

    /// <summary>Someone has taken it nevertheless.</summary>
    Accepted,
}

/// <summary>An object that a partner sent and that was not taken.</summary>
public sealed record QuarantineView
{
    public required string Id { get; init; }

    /// <summary>Its STIX id, where one can be read; null above AMBER, for ids may follow from what objects say.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Its STIX type, where one can be read.</summary>
    public string? Type { get; init; }

    /// <summary>What it says of its label; RED where that cannot be read.</summary>
    public Tlp Label { get; init; } = Tlp.Red;

    /// <summary>Where in its document it stands, as a JSON pointer.</summary>
    public required string Place { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>Says what is wrong and quotes nothing that the object says.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it came.</summary>
    public int Times { get; init; } = 1;
    public QuarantineState State { get; init; }

    /// <summary>Whether a person may take it nevertheless: where only who knows the partner can tell, never where it cannot be read.</summary>
    public bool MayAccept { get; init; }
}
