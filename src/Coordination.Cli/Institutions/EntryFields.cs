using System.Globalization;
using Coordination.Contracts.Institutions;

namespace Coordination.Cli.Institutions;

/// <summary>The fields of a row by name, each as a list of texts, from whatever form of file; and what an institution becomes of them.</summary>
internal sealed class EntryFields
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["abbreviation"] = "abbreviation", ["kind"] = "kind", ["country"] = "country",
        ["network"] = "networks", ["networks"] = "networks", ["domain"] = "domains", ["domains"] = "domains",
        ["asnumber"] = "as-numbers", ["asnumbers"] = "as-numbers", ["asn"] = "as-numbers", ["contact"] = "contacts", ["contacts"] = "contacts",
    };

    private readonly Dictionary<string, IReadOnlyList<string>> _values = [];

    /// <summary>The field that a column or property means, in any of its spellings; null for none.</summary>
    public static string? NameOf(string written)
        => Names.GetValueOrDefault(string.Concat(written.Where(character => character is not ('-' or '_' or ' '))));

    /// <summary>Whether a field holds several values.</summary>
    public static bool IsList(string field) => field is "networks" or "domains" or "as-numbers" or "contacts";

    public void Set(string field, IReadOnlyList<string> values) => _values[field] = values;

    public InstitutionRow Row(int line)
    {
        List<long>? numbers = null;
        if (_values.TryGetValue("as-numbers", out var written))
        {
            numbers = [];
            foreach (var text in written)
            {
                if (!long.TryParse(text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? text[2..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return new(line, null, $"'{text}' is not an AS number. Give it as 64496 or AS64496.");
                }

                numbers.Add(number);
            }
        }

        return new(line, new InstitutionEntry(One("name") ?? "", One("abbreviation") ?? "")
        {
            Kind = One("kind"),
            Country = One("country"),
            Networks = _values.GetValueOrDefault("networks"),
            Domains = _values.GetValueOrDefault("domains"),
            AsNumbers = numbers,
            Contacts = _values.GetValueOrDefault("contacts")?.Select(ContactOf).ToList(),
        });
    }

    /// <summary><c>Security desk &lt;security@agency.example&gt;</c>, or the address alone.</summary>
    public static Contact ContactOf(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var address = (open >= 0 && text.EndsWith('>') ? text[(open + 1)..^1] : text).Trim();
        var name = open > 0 ? text[..open].Trim() : address;
        return new(name, address.Contains("://", StringComparison.Ordinal) ? Channel.Webhook : Channel.Mail, address);
    }

    private string? One(string field) => _values.TryGetValue(field, out var values) ? values.FirstOrDefault("").Trim() : null;
}
