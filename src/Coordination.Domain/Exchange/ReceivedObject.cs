using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>A version of a STIX object that a partner gave: all of it as it came, and what of it is decided and searched by.</summary>
public sealed record ReceivedObject
{
    /// <summary>Its STIX id.</summary>
    public required string Id { get; init; }

    /// <summary>Where in its document it stood.</summary>
    public required string Place { get; init; }

    /// <summary>Its <c>modified</c>, else its <c>created</c>, as it stands there; null where it has neither.</summary>
    public string? Version { get; init; }

    /// <summary>The same as a text that sorts as the versions do; empty where it has none.</summary>
    public string Order { get; init; } = "";

    /// <summary>When it was made, as a text that sorts.</summary>
    public string? Created { get; init; }
    public string? CreatedBy { get; init; }

    /// <summary>The strictest label of the object and its parts.</summary>
    public required Tlp Label { get; init; }

    /// <summary>It came without one.</summary>
    public bool LabelIsDefault { get; init; }
    public bool Revoked { get; init; }

    /// <summary>It is an observable: its id follows from what it says, and it has no versions.</summary>
    public bool IsObservable { get; init; }

    /// <summary>What it is called or says, in a line.</summary>
    public string? Name { get; init; }

    /// <summary>The same for the same content, however it is spelt.</summary>
    public required string Content { get; init; }

    /// <summary>All of it, letter by letter.</summary>
    public required string Json { get; init; }

    /// <summary>Of what speaks of others: the ids of whom it speaks.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Of what speaks of others: what it says, for people.</summary>
    public string? Says { get; init; }

    /// <summary>Of an indicator: what it looks for.</summary>
    public IndicatorFacts? Indicator { get; init; }

    /// <summary>The streams of ours that it speaks of; found when it is decided on.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    [JsonIgnore]
    public string Type => Id[..^38];

    /// <summary>What tells it from every other object of a partner, whatever its type says.</summary>
    [JsonIgnore]
    public string Uuid => Id[^36..].ToLowerInvariant();

    /// <summary>The text by which its rows are found.</summary>
    public static string RowOf(PartnerId partner, string id) => $"{partner}.{Short(id)}";

    internal static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

/// <summary>What an indicator looks for.</summary>
/// <param name="Pattern">As it is written.</param>
/// <param name="Values">The observables by which it may be found, in their one spelling.</param>
/// <param name="Networks">The networks whose addresses it looks for.</param>
/// <param name="Plain">One of the values is enough.</param>
/// <param name="Types">In words of STIX: <c>malicious-activity</c>.</param>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Unclear">What of the pattern cannot be evaluated: then it matches nothing.</param>
public sealed record IndicatorFacts(
    string Pattern, IReadOnlyList<Observable> Values, IReadOnlyList<string> Networks, bool Plain, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil, IReadOnlyList<string> Types, int? Confidence,
    string? Unclear);

/// <summary>An object that could not be read, as it came.</summary>
/// <param name="Id">Its STIX id, where one can be read.</param>
/// <param name="Label">RED where none can be read.</param>
public sealed record UnreadObject(string? Id, string Place, string Code, string Reason, string Original, Tlp Label = Tlp.Red);
