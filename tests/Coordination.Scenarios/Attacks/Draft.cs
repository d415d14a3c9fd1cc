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

    /// <summary>A field that does not belong there, or one twice: whoever takes it has read something else than it was sent.</summary>
    public string? MustNotBeTaken { get; set; }

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
