using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Partners;

/// <summary>What the record of a partner must keep to.</summary>
public static class PartnerRules
{
    private const string Identity = "identity--";

    /// <summary>Why it cannot be kept like that; null if it can.</summary>
    public static Refusal? Refuse(PartnerRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (Texts.Refuse("name", request.Name, 300, PartnerRefusals.NameMissing) ?? Texts.Refuse("country", request.Country, 100) ?? Texts.Refuse("approval", request.Agreement.Approval, 300)) is { } text ? text
            : !Enum.IsDefined(request.Kind) ? PartnerRefusals.KindUnknown
            : !Enum.IsDefined(request.Ceiling) || request.Ceiling == Tlp.Red ? PartnerRefusals.CeilingRed
            : request.Agreement.Until <= request.Agreement.From ? PartnerRefusals.AgreementOver
            : request.Identities.Count > 50 || request.Keys.Count > 20 || request.Contacts.Count > 50 ? PartnerRefusals.TooMany
            : request.Identities.Any(id => !IsIdentity(id)) || request.Identities.Distinct(StringComparer.OrdinalIgnoreCase).Count() < request.Identities.Count ? PartnerRefusals.IdentityInvalid
            : request.Keys.Any(key => key?.Fingerprint is not { Length: 40 or 64 } print || !print.All(char.IsAsciiHexDigit) || key.Armored?.Length > 50_000) ? PartnerRefusals.KeyInvalid
            : request.Contacts.Any(contact => contact is null || contact.Name.Length > 200 || !Addresses.IsValid(contact.Channel, contact.Address)) ? PartnerRefusals.ContactInvalid
            : null;
    }

    /// <summary>As it is kept: ids in lower case, topics each once.</summary>
    public static PartnerRequest Kept(PartnerRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with
        {
            Name = request.Name.Trim(),
            Topics = [.. request.Topics.Distinct().Order()],
            Identities = [.. request.Identities.Select(id => id.ToLowerInvariant())],
            Keys = [.. request.Keys.Select(key => key with { Fingerprint = key.Fingerprint.ToLowerInvariant() })],
        };
    }

    public static bool Same(PartnerRequest left, PartnerRequest right) => DomainJson.Write(left).AsSpan().SequenceEqual(DomainJson.Write(right));

    private static bool IsIdentity(string? id)
        => id is not null && id.StartsWith(Identity, StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(id[Identity.Length..], "D", out _);
}
