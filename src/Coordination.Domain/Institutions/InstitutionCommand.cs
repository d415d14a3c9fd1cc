using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Intake.Normal;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Institutions;

[JsonDerivedType(typeof(RegisterInstitution), "register-institution")]
[JsonDerivedType(typeof(ChangeInstitution), "change-institution")]
public abstract record InstitutionCommand : ICommand<Institution, InstitutionEvent>
{
    public abstract Decision<InstitutionEvent> Decide(Institution state, Context context);
}

/// <summary>Puts an institution into the constituency.</summary>
public sealed record RegisterInstitution(InstitutionRequest Request) : InstitutionCommand
{
    public override Decision<InstitutionEvent> Decide(Institution state, Context context)
        => state.Exists ? InstitutionRefusals.Exists
            : InstitutionRules.TryRead(Request, out var facts) is { } refusal ? refusal
            : NetworkHolders.Refuse(state, facts, context) is { } taken ? taken
            : new InstitutionRegistered(facts);
}

/// <summary>Replaces what is recorded of an institution.</summary>
public sealed record ChangeInstitution(InstitutionRequest Request) : InstitutionCommand
{
    public override Decision<InstitutionEvent> Decide(Institution state, Context context)
        => !state.Exists ? InstitutionRefusals.Unknown
            : InstitutionRules.TryRead(Request, out var facts) is { } refusal ? refusal
            : InstitutionRules.Same(state.Facts, facts) ? Decision<InstitutionEvent>.Nothing
            : NetworkHolders.Refuse(state, facts, context) is { } taken ? taken
            : new InstitutionChanged(facts);
}

public static class InstitutionRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "institution.unknown", "There is no such institution. Register it first.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "institution.exists", "This institution is registered already. Change it instead.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "institution.name-missing", "Give the institution a name.", "name");
    public static readonly Refusal AbbreviationInvalid = new(RefusalKind.Invalid, "institution.abbreviation-invalid", "An abbreviation has 1 to 40 characters on one line, without spaces around it.", "abbreviation");
    public static readonly Refusal TooMany = new(RefusalKind.Invalid, "institution.too-many", "An institution has at most 5,000 assets and 50 contacts.");

    public static Refusal Twice(string asset)
        => new(RefusalKind.Invalid, "asset.duplicate", $"{asset} is listed twice. List it once.");

    public static Refusal NetworkTaken(string network, InstitutionRef holder)
        => new(
            RefusalKind.Conflict,
            "institution.network-taken",
            $"{network} belongs to {holder.Name} ({holder.Abbreviation}). Take it from there first, or list only the smaller networks in it that are this institution's: the smallest decides.",
            "networks");

    public static Refusal ContactInvalid(string address)
        => new(RefusalKind.Invalid, "contact.address-invalid", $"'{(address.Length > 80 ? address[..80] : address)}' is neither a mail address nor an absolute https address.", "contacts");
}

/// <summary>What a registration must keep to.</summary>
public static class InstitutionRules
{
    public static Refusal? TryRead(InstitutionRequest request, out InstitutionFacts facts)
    {
        facts = InstitutionFacts.Empty;
        if (Texts.Refuse("name", request.Name, 300, InstitutionRefusals.NameMissing) is { } nameless)
        {
            return nameless;
        }

        if (request.Abbreviation.Length is 0 or > 40 || request.Abbreviation.Trim() != request.Abbreviation || request.Abbreviation.Any(char.IsControl))
        {
            return InstitutionRefusals.AbbreviationInvalid;
        }

        if (request.Networks.Count + request.Domains.Count + request.AsNumbers.Count > 5_000 || request.Contacts.Count > 50)
        {
            return InstitutionRefusals.TooMany;
        }

        var assets = ImmutableArray.CreateBuilder<Asset>();
        foreach (var network in request.Networks)
        {
            if (!NetworkText.TryRead(network, out var normal, out var refusal))
            {
                return refusal;
            }

            assets.Add(new(AssetKind.Network, normal));
        }

        foreach (var domain in request.Domains)
        {
            if (!DomainText.TryRead(domain, out var normal, out var refusal))
            {
                return refusal;
            }

            assets.Add(new(AssetKind.Domain, normal));
        }

        foreach (var number in request.AsNumbers)
        {
            if (!AsNumberText.TryRead(number, out var normal, out var refusal))
            {
                return refusal;
            }

            assets.Add(new(AssetKind.AsNumber, normal.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (assets.GroupBy(asset => asset).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            return InstitutionRefusals.Twice(twice.Key.Value);
        }

        if ((Texts.Refuse("kind", request.Kind, 100) ?? Texts.Refuse("country", request.Country, 100)) is { } tooLong)
        {
            return tooLong;
        }

        foreach (var contact in request.Contacts)
        {
            if (contact is null)
            {
                return InstitutionRefusals.ContactInvalid("");
            }

            if (Texts.Refuse("contacts", contact.Name, 200) is { } longName)
            {
                return longName;
            }

            if (!Addresses.IsValid(contact.Channel, contact.Address))
            {
                return InstitutionRefusals.ContactInvalid(contact.Address);
            }
        }

        facts = new(request.Name.Trim(), request.Abbreviation, request.Kind, request.Country, assets.ToImmutable(), [.. request.Contacts]);
        return null;
    }

    public static bool Same(InstitutionFacts left, InstitutionFacts right)
        => left with { Assets = right.Assets, Contacts = right.Contacts } == right
            && left.Assets.SequenceEqual(right.Assets) && left.Contacts.SequenceEqual(right.Contacts);
}
