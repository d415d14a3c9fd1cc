using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;

namespace Coordination.Host.Exchange;

/// <summary>What a partner may have of a thing at this moment, written as objects.</summary>
/// <param name="Problem">Why nothing of it goes there now.</param>
/// <param name="Own">The id of the object that stands for the thing itself: once it was revoked, nothing of it is sent again.</param>
internal sealed record SharingDraft(
    Refusal? Problem, string Own, Tlp Label, DateTimeOffset At, IReadOnlyList<JsonElement> Objects, IReadOnlyList<InstitutionRef> Revealed, IReadOnlyList<InstitutionRef> Hidden, IReadOnlyList<LeftOutObservable> LeftOut)
{
    /// <summary>Names what leaves and nothing else: two drafts of the same have the same, whenever they were made.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Label + "\n" + (Problem?.Code ?? "") + "\n" + string.Join('\n', Objects.Select(StixSaid.Bare).Order(StringComparer.Ordinal)))));

    public static SharingDraft Withheld(Refusal problem, string own, Tlp label, DateTimeOffset at) => new(problem, own, label, at, [], [], [], []);
}
