namespace Coordination.Host.Composition;

/// <summary>Where people report weaknesses of this installation (RFC 9116), in <c>Coordination:SecurityTxt</c>. Without a contact there is no such file.</summary>
public sealed class SecurityTxtOptions
{
    /// <summary>Addresses to write or call, the best first: <c>mailto:</c>, <c>https:</c> or <c>tel:</c>.</summary>
    public IList<string> Contact { get; set; } = [];

    /// <summary>Languages in which reports are read, the best first, for example <c>en, fr</c>.</summary>
    public string PreferredLanguages { get; set; } = "en";

    /// <summary>Where the rules for reporting stand, https.</summary>
    public string Policy { get; set; } = "";

    /// <summary>Where this file is found, https. Empty: under the public address, if that is https.</summary>
    public string Canonical { get; set; } = "";
}

/// <summary>Checks what stands in security.txt: a line that nobody can use is worse than none.</summary>
internal static class SecurityTxtOptionsCheck
{
    private const string Section = "Coordination:SecurityTxt";

    public static IEnumerable<string> Errors(SecurityTxtOptions options)
    {
        foreach (var contact in options.Contact.Where(contact => !IsUri(contact, "mailto", "https", "tel")))
        {
            yield return $"{Section}:Contact is '{contact}'; give mailto:security@cert.example, an https address or tel:+32-2-555-0100.";
        }

        foreach (var (name, value) in new[] { (nameof(options.Policy), options.Policy), (nameof(options.Canonical), options.Canonical) })
        {
            if (value.Length > 0 && !IsUri(value, "https"))
            {
                yield return $"{Section}:{name} is '{value}'; give an https address.";
            }
        }

        if (!options.PreferredLanguages.Split(',').All(language => language.Trim() is { Length: > 0 and <= 35 } tag && tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')))
        {
            yield return $"{Section}:PreferredLanguages is '{options.PreferredLanguages}'; give language tags with commas between, for example en, fr.";
        }
    }

    /// <summary>One visible line: what is written into the file must not begin another.</summary>
    private static bool IsUri(string text, params string[] schemes)
        => text.All(letter => letter is > ' ' and < (char)127) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme);
}
