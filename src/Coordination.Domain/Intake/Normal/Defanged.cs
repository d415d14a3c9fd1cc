namespace Coordination.Domain.Intake.Normal;

/// <summary>People write addresses so that nobody clicks them (<c>hxxp://a[.]example</c>). This writes them as they are meant.</summary>
public static class Defanged
{
    private static readonly (string From, string To)[] Spellings =
    [
        ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."), ("{dot}", "."),
        ("[at]", "@"), ("(at)", "@"), ("{at}", "@"), ("[@]", "@"), ("(@)", "@"),
        ("[://]", "://"), ("[:]", ":"), ("(:)", ":"), ("[/]", "/"),
    ];

    private static readonly (string From, string To)[] Schemes =
    [
        ("hxxps:", "https:"), ("hxxp:", "http:"), ("h**ps:", "https:"), ("h**p:", "http:"), ("fxp:", "ftp:"),
    ];

    /// <summary>The text as it is meant, without white space around it. Applying it twice changes nothing more.</summary>
    public static string Undo(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim();
        if (plain.AsSpan().IndexOfAny('[', '(', '{') >= 0)
        {
            // One replacement can make room for another ("[[.].]"); each makes the text shorter, so this ends.
            for (var before = -1; before != plain.Length;)
            {
                before = plain.Length;
                foreach (var (from, to) in Spellings)
                {
                    plain = plain.Replace(from, to, StringComparison.OrdinalIgnoreCase);
                }
            }

            plain = plain.Trim();
        }

        foreach (var (from, to) in Schemes)
        {
            if (plain.StartsWith(from, StringComparison.OrdinalIgnoreCase))
            {
                return string.Concat(to, plain.AsSpan(from.Length));
            }
        }

        return plain;
    }
}
