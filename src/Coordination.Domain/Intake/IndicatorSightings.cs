using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;

namespace Coordination.Domain.Intake;

/// <summary>An indicator of a partner that was seen at an institution is an alert like any other, of a source of its own.</summary>
public static class IndicatorSightings
{
    /// <summary>The source of these alerts. What comes from it is looked for no more.</summary>
    public static readonly SourceId Source = SourceId.Of("partner-indicators");

    /// <summary>As it is registered, unless an administrator has.</summary>
    public static readonly SourceRequest Settings = new() { Name = "Indicators of partners" };

    /// <summary>All that anyone reads of an indicator above AMBER who has not opened it.</summary>
    public const string StrictTitle = "Something seen that is warned of under a strict label";

    private const int MostOfName = 200;

    /// <param name="line">In which line of a source it was seen; null where it was no alert.</param>
    /// <param name="label">The label of what it was seen in.</param>
    public static Arrival Of(IndicatorHit hit, InstitutionId institution, IncomingAlert? line, Tlp label, bool exercise)
    {
        ArgumentNullException.ThrowIfNull(hit);
        // An institution sees title and reason of what was seen at it, and those who are told of it get them: of a strict indicator neither says what it is, nor whose.
        var isNamed = Disclosure.PassedOn(hit.Label) >= Sight.Summary;
        var name = hit.Name is { Length: > 0 } given ? given.Length > MostOfName ? given[..MostOfName] : given : "without a name";
        var alert = (line ?? Bare(hit.Seen)) with
        {
            Title = isNamed ? $"Indicator of a partner seen ({name}): {(hit.Seen.Value.Length > MostOfName ? hit.Seen.Value[..MostOfName] : hit.Seen.Value)}" : StrictTitle,
            Classification = hit.Types.Contains("compromised") ? "system-compromise" : hit.Types.Contains("malicious-activity") ? "infected-system" : "undetermined",
            Identifier = hit.Indicator,
            Feed = hit.Partner.Value,
            Severity = hit.Confidence switch { null => null, >= 80 => Severity.High, >= 40 => Severity.Medium, _ => Severity.Low },
            Tlp = hit.Label > label ? hit.Label : label,
            Exercise = exercise,
        };
        return new(IdOf(hit, institution, exercise), alert, DomainJson.Write(hit), institution, isNamed ? $"an indicator of partner {hit.Partner}, seen at the institution" : "an indicator under a strict label, seen at the institution");
    }

    /// <summary>Whose indicator raised an alert, for staff; null where none did.</summary>
    public static IndicatorRef? IndicatorOf(AlertRecord alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.Source == Source && alert.Line is { Feed: { } partner, Identifier: { } indicator } ? new(PartnerId.Of(partner), indicator) : null;
    }

    /// <summary>The same indicator and observable at the same institution is the same alert, on whatever day.</summary>
    private static AlertId IdOf(IndicatorHit hit, InstitutionId institution, bool exercise)
        => AlertId.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hit.Partner} {hit.Indicator} {institution} {hit.Seen.Kind} {hit.Seen.Value}{(exercise ? "\nexercise" : "")}")))[..32]);

    private static IncomingAlert Bare(Observable seen) => new()
    {
        Title = "",
        Classification = "undetermined",
        SourceIp = seen.Kind is ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr ? seen.Value : null,
        SourceFqdn = seen.Kind == ObservableKind.DomainName ? seen.Value : null,
        SourceUrl = seen.Kind == ObservableKind.Url ? seen.Value : null,
        SourceAccount = seen.Kind == ObservableKind.EmailAddr ? seen.Value : null,
        SourceAsn = seen.Kind == ObservableKind.AutonomousSystem && long.TryParse(seen.Value.AsSpan(2), out var number) ? number : null,
    };
}
