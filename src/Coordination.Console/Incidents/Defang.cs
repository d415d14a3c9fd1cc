using Coordination.Contracts.Incidents;

namespace Coordination.Console.Incidents;

/// <summary>Writes an observable so that nobody clicks or resolves it by mistake.</summary>
internal static class Defang
{
    public static string Text(Observable observable) => observable.Kind switch
    {
        ObservableKind.Ipv4Addr or ObservableKind.DomainName => Dots(observable.Value),
        ObservableKind.Ipv6Addr => observable.Value.Replace(":", "[:]", StringComparison.Ordinal),
        ObservableKind.EmailAddr => Dots(observable.Value).Replace("@", "[@]", StringComparison.Ordinal),
        ObservableKind.Url => Url(observable.Value),
        _ => observable.Value,
    };

    private static string Url(string url)
    {
        // The path keeps its dots: only what could be fetched must not be.
        var host = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = url.IndexOfAny(['/', '?', '#'], host);
        end = end < 0 ? url.Length : end;
        var start = url[..host].Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase);
        return start + Dots(url[host..end]) + url[end..];
    }

    private static string Dots(string text) => text.Replace(".", "[.]", StringComparison.Ordinal);
}
