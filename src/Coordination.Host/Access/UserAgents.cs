namespace Coordination.Host.Access;

/// <summary>What a browser calls itself, in words by which its user knows it again. Whatever it claims: nothing is decided by it.</summary>
internal static class UserAgents
{
    /// <summary>Looked for in this order: each names those after it too.</summary>
    private static readonly (string Mark, string Word)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("HeadlessChrome/", "Chrome"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"), ("coordctl", "coordctl"),
    ];

    private static readonly (string Mark, string Word)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    public static string InWords(string userAgent)
        => (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
        {
            ({ } browser, { } system) => $"{browser} on {system}",
            ({ } browser, null) => browser,
            (null, { } system) => $"a program on {system}",
            _ => "an unnamed program",
        };

    private static string? Find((string Mark, string Word)[] words, string text)
        => words.Where(one => text.Contains(one.Mark, StringComparison.Ordinal)).Select(one => one.Word).FirstOrDefault();
}
