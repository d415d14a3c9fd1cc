using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Connectors.Stix.Model;
using Coordination.Connectors.Stix.Patterns;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Exchange;

namespace Coordination.Connectors.Stix;

/// <summary>Received objects as decisions need them. The object itself goes along letter by letter.</summary>
public static class StixReceived
{
    private const int MostOfName = 200;
    private const int MostOfText = 4_000;
    private const int MostNames = 200;

    /// <summary>A pattern of more values is held against what was seen only where one of them was.</summary>
    private const int MostPlain = 200;

    public static ReceivedObject Of(StixObject one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var version = one.Category == StixCategory.Observable ? null : one.Modified ?? one.Created;
        return new()
        {
            Id = one.Id,
            Place = StrictJson.At("/objects", one.Index),
            Version = version?.Text,
            Order = version?.Sortable ?? "",
            Created = one.Category == StixCategory.Observable ? null : one.Created?.Sortable,
            CreatedBy = one.CreatedBy,
            Label = one.Label.Tlp,
            LabelIsDefault = one.Label.IsDefault,
            Revoked = one.Revoked,
            IsObservable = one.Category == StixCategory.Observable,
            Name = NameOf(one.Body) is { } name ? Short(name.ReplaceLineEndings(" "), MostOfName) : null,
            // The markings of TLP mean what their ids say, however they are spelt.
            Content = StixLabels.IsWellKnown(one.Id) ? one.Id[^36..] : ContentOf(one.Body),
            Json = one.Body.GetRawText(),
            Names = NamesOf(one),
            Says = SaysOf(one.Body) is { } text ? Short(text, MostOfText) : null,
            Indicator = one.As<StixIndicator>() is { } indicator ? FactsOf(indicator) : null,
        };
    }

    public static UnreadObject Of(StixQuarantined one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return new(one.Id, one.Why.Path.Length == 0 ? StrictJson.At("/objects", one.Index) : one.Why.Path, one.Why.Code, one.Why.Text, one.Body.GetRawText(), one.Label);
    }

    /// <summary>The same for the same content, in whatever order it stands.</summary>
    private static string ContentOf(JsonElement body)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Of(body.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))))))[..32];

    private static string? NameOf(JsonElement body) => body.Text("type") switch
    {
        "relationship" => body.Text("relationship_type"),
        "opinion" => body.Text("opinion"),
        "note" => body.Text("abstract") ?? body.Text("content"),
        "sighting" => body.Text("description") ?? body.Text("sighting_of_ref"),
        "marking-definition" => body.Text("name") ?? body.Find("definition").Text("statement"),
        "file" => body.Text("name") ?? (StixObservables.Of(body).FirstOrDefault()?.Value),
        "autonomous-system" => StixObservables.Of(body).FirstOrDefault()?.Value,
        _ => body.Text("name") ?? body.Text("value") ?? body.Text("description"),
    };

    private static string[] NamesOf(StixObject one) => one.Type switch
    {
        "sighting" or "relationship" or "note" or "opinion" or "observed-data" or "report" or "grouping"
            => [.. StixLinks.Of(one.Body).Where(link => link.Name is "sighting_of_ref" or "observed_data_refs" or "source_ref" or "target_ref" or "object_refs").Select(link => link.Id).Distinct(StringComparer.Ordinal).Take(MostNames)],
        _ => [],
    };

    private static string? SaysOf(JsonElement body) => body.Text("type") switch
    {
        "sighting" => Lines("Seen" + (body.Find("count") is { ValueKind: JsonValueKind.Number } count ? $" {count.GetRawText()} times" : "") + Between(body.Text("first_seen"), body.Text("last_seen")), body.Text("description")),
        "observed-data" => Lines($"Observed {body.Find("number_observed").GetRawText()} times" + Between(body.Text("first_observed"), body.Text("last_observed"))),
        "relationship" => Lines($"{body.Text("source_ref")} {body.Text("relationship_type")} {body.Text("target_ref")}", body.Text("description")),
        "opinion" => Lines($"Opinion: {body.Text("opinion")}", body.Text("explanation")),
        "note" => Lines(body.Text("abstract"), body.Text("content")),
        "report" or "grouping" => Lines(body.Text("name"), body.Text("description")),
        _ => null,
    };

    private static string Between(string? first, string? last)
        => (first, last) switch { (null, null) => "", (not null, not null) when first != last => $", from {first} to {last}", _ => $", on {first ?? last}" };

    private static string Lines(params string?[] lines) => string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));

    /// <summary>Plain text for people: nothing in it commands anything, and it has an end.</summary>
    private static string Short(string text, int most)
    {
        var cut = text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
        return string.Concat(cut.Select(letter => (char.IsControl(letter) && letter is not '\n') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? ' ' : letter));
    }

    private static IndicatorFacts FactsOf(StixIndicator indicator)
    {
        if (indicator.PatternType != "stix")
        {
            return new(Short(indicator.Pattern, MostOfText), [], [], false, indicator.ValidFrom.Moment, indicator.ValidUntil?.Moment, indicator.IndicatorTypes ?? [], indicator.Confidence, "Only STIX patterns are evaluated here.");
        }

        var pattern = StixPattern.Read(indicator.Pattern);
        Observable[] values = [.. pattern.Values.OrderBy(value => value.Kind).ThenBy(value => value.Value, StringComparer.Ordinal)];
        return new(
            indicator.Pattern, values, [.. pattern.Networks.Select(network => network.ToString())], pattern.Networks.Count == 0 && values.Length <= MostPlain && Array.TrueForAll(values, value => pattern.Hits([value]).Count > 0),
            indicator.ValidFrom.Moment, indicator.ValidUntil?.Moment, indicator.IndicatorTypes ?? [], indicator.Confidence,
            pattern.Unclear ?? (values.Length + pattern.Networks.Count == 0 ? "The pattern names no value that is looked for here." : null));
    }
}
