using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordination.Scenarios.Attacks;

/// <summary>A request that is being made up, and what is known of it by then.</summary>
internal sealed partial class Draft(Operation operation)
{
    public Operation Operation => operation;

    public string Method { get; set; } = operation.Method;

    /// <summary>As it goes over the wire, without the query.</summary>
    public string Path { get; set; } = operation.Path;

    public string Query { get; set; } = "";

    public List<(string Name, string Value)> Headers { get; } = [];

    /// <summary>The body, as long as it is JSON.</summary>
    public JsonNode? Json { get; set; }

    /// <summary>The body once it is something else.</summary>
    public byte[]? Bytes { get; set; }

    public string? ContentType { get; set; }

    /// <summary>It may be about something else by now, so what the operation says of itself does not count.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>Not HTTP any more: the server may answer in few words, or hang up.</summary>
    public bool IsBroken { get; set; }

    /// <summary>A field of the body that does not belong there.</summary>
    public string? TooMuch { get; set; }

    /// <summary>The body in which a field stands twice.</summary>
    public byte[]? Doubled { get; set; }

    /// <summary>What whoever takes it has read otherwise than it was sent, if it has stayed in what is sent.</summary>
    public string? MustNotBeTaken
        => Doubled is not null && ReferenceEquals(Doubled, Bytes) ? "a field twice"
            : Bytes is null && TooMuch is { } extra && Json is JsonObject item && item.ContainsKey(extra) ? $"a field '{extra}' that there is not"
            : null;

    public byte[] ToBytes(string? credential)
    {
        var body = Bytes ?? (Json is null ? null : Encoding.UTF8.GetBytes(Json.ToJsonString()));
        var head = new StringBuilder($"{Method} {Path}{Query} HTTP/1.1\r\n");
        if (!Headers.Any(header => header.Name == "Host"))
        {
            head.Append("Host: localhost\r\n");
        }

        head.Append(credential);
        if (body is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType ?? "application/json"}\r\nContent-Length: {body.Length}\r\n");
        }
        else if (Method is not ("GET" or "HEAD"))
        {
            head.Append("Content-Length: 0\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
    }

    /// <summary>For people who want to send it again.</summary>
    public override string ToString()
    {
        var text = Runs().Replace(Encoding.Latin1.GetString(ToBytes(null)).Replace("\r\n", "\\r\\n", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal), run => $"({run.Groups[1].Value} {run.Length} times)");
        return text.Length > 600 ? $"{text[..600]}… ({text.Length} bytes)" : text;
    }

    [GeneratedRegex(@"(.)\1{30,}")]
    private static partial Regex Runs();
}
