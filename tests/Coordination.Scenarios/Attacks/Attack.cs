using System.Text;
using System.Text.Json.Nodes;

namespace Coordination.Scenarios.Attacks;

/// <summary>Makes requests out of our own OpenAPI document: as described, nearly so, and not at all. The same seed and number make the same request.</summary>
internal sealed class Attack(Described described, Values values)
{
    /// <summary>Fields that an attacker would like to have been forgotten.</summary>
    private static readonly string[] Forgotten = ["role", "id", "cases", "caseContent", "version", "actor", "by", "owner", "secret", "active", "restrictedTo", "institution", "number", "isAdmin", "$type", "__proto__", "Title"];

    private static readonly string[] Tricks =
        ["..%2f", "%2e%2e/", "../", "..;/", ";x=1", "//", "%252e%252e%252f", "%00", "\\", "/", "%c0%ae%c0%ae/", "%u002e", "?", "#", "%", "%zz", "%0d%0aX-Evil:1", "~", "*", "\u00e9", "//evil.example/", "%5c", "/./", ".json", "%ef%bc%8e"];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "BREW", "CONNECTED", "X"];

    private static readonly string[] Types =
        ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/problem+json", "*/*", "application/json, text/html", ";", "json", "application/x-ndjson"];

    private static readonly string[] Headers =
        ["X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "Forwarded: for=1.2.3.4", "X-HTTP-Method-Override: DELETE", "X-Original-URL: /api/v1/people", "Accept: text/html", "Accept: \u00ff", "Accept-Encoding: gzip, br, \u0001x", "Range: bytes=0-5", "If-None-Match: *", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Cookie: coordination=x; __Host-coordination=y", "Authorization: Basic eDp4", "traceparent: 00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff", "baggage: x=y", "Content-Encoding: gzip", "Upgrade: websocket", "Upgrade: h2c", "Expect: 100-continue", "If-Match: W/\"1\", \"2\"", "If-Match: \"99999999999999999999\"", "Idempotency-Key: \u00e9", "Idempotency-Key: "];

    /// <summary>Each changes a request a little, or spoils it; by their names findings are made smaller.</summary>
    private IReadOnlyList<Action<Draft, Random>> Ways =>
    [
        WrongValue, WrongValue, WrongValue, FieldLeftOut, FieldTooMany, FieldTooMany, SameFieldTwice, Deep, Huge, StrangeBytes, NotJson, PathTrick, PathTrick, PathTrick, OtherMethod, OtherType,
        StrangeHeader, StrangeHeader, StrangeHeader, LongHeader, StrangeQuery, StrangeQuery, StrangeId, StrangeId, BrokenLine,
    ];

    public Draft Make(Random random)
    {
        var operation = described.Operations[random.Next(described.Operations.Count)];
        var draft = new Draft(operation);
        foreach (var (name, where, schema) in operation.Parameters)
        {
            var text = values.TextOf(described.Resolve(schema), name == "id" ? KindOf(operation.Path) : name, random);
            if (where == "path")
            {
                draft.Path = draft.Path.Replace($"{{{name}}}", Uri.EscapeDataString(text), StringComparison.Ordinal);
            }
            else if (random.Next(3) == 0)
            {
                if (where == "query")
                {
                    draft.Query += $"{(draft.Query.Length == 0 ? "?" : "&")}{name}={Uri.EscapeDataString(text)}";
                }
                else if (random.Next(4) == 0)
                {
                    draft.Headers.Add((name, text));
                }
            }
        }

        draft.Json = operation.BodySchema is { } body ? described.Resolve(body).Count > 0 ? values.Of(body, "", random) : Alert(random) : null;
        // Of three one as described, one spoilt in one way, one in two.
        foreach (var _ in Enumerable.Range(0, random.Next(3)))
        {
            Ways[random.Next(Ways.Count)](draft, random);
        }

        return draft;
    }

    /// <summary>Of what an <c>{id}</c> in this path is one.</summary>
    private static string KindOf(string path) => path.Split('/')[3];

    /// <summary>What is delivered to a source is described by its format, not by us.</summary>
    private static JsonObject Alert(Random random)
        => new() { ["title"] = "made up", ["classification"] = "scanner", ["severity"] = "low", ["identifier"] = $"made-up-{random.Next(50)}", ["source"] = new JsonObject { ["ip"] = $"100.64.7.{random.Next(256)}" } };

    private static void WrongValue(Draft draft, Random random)
    {
        switch (Somewhere(draft.Json, random))
        {
            case JsonObject { Count: > 0 } item:
                item[item.ElementAt(random.Next(item.Count)).Key] = Values.Wrong(random);
                break;
            case JsonArray { Count: > 0 } list:
                list[random.Next(list.Count)] = Values.Wrong(random);
                break;
            default:
                draft.Json = draft.Operation.BodySchema is null ? draft.Json : Values.Wrong(random);
                break;
        }
    }

    private static void FieldLeftOut(Draft draft, Random random)
    {
        if (Somewhere(draft.Json, random) is JsonObject { Count: > 0 } item)
        {
            item.Remove(item.ElementAt(random.Next(item.Count)).Key);
        }
    }

    private void FieldTooMany(Draft draft, Random random)
    {
        if (draft.Json is not JsonObject item || described.Resolve(draft.Operation.BodySchema!)["properties"] is not JsonObject properties)
        {
            return;
        }

        var field = Forgotten[random.Next(Forgotten.Length)];
        draft.TooMuch = properties.ContainsKey(field) ? draft.TooMuch : field;
        item[field] = random.Next(2) == 0 ? "administrator" : Values.Wrong(random);
    }

    private static void SameFieldTwice(Draft draft, Random random)
    {
        if (draft.Json is JsonObject { Count: > 0 } item && draft.Bytes is null && draft.Operation.BodySchema?["$ref"] is not null)
        {
            var twice = item.ElementAt(random.Next(item.Count));
            draft.Bytes = Encoding.UTF8.GetBytes($"{item.ToJsonString()[..^1]},\"{twice.Key}\":{twice.Value?.ToJsonString() ?? "null"}}}");
            draft.Doubled = draft.Bytes;
        }
    }

    private static void Deep(Draft draft, Random random)
    {
        var depth = random.Next(2) == 0 ? 40 : 20_000;
        draft.Bytes = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? string.Concat(Enumerable.Repeat("{\"a\":", depth)) : new string('[', depth) + new string(']', depth));
    }

    private static void Huge(Draft draft, Random random) => draft.Bytes = Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('x', random.Next(2) == 0 ? 100_000 : 1_000_000)}\",\"severity\":\"low\"}}");

    private static void StrangeBytes(Draft draft, Random random)
    {
        var text = (draft.Json ?? new JsonObject { ["title"] = "x" }).ToJsonString();
        draft.Bytes = random.Next(6) switch
        {
            0 => Encoding.Unicode.GetBytes(text),
            1 => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)],
            2 => Encoding.UTF8.GetBytes(text.Replace('"', '\0')),
            3 => [.. Encoding.UTF8.GetBytes(text), 0],
            4 => [.. Encoding.UTF8.GetBytes(text[..^1]), 0xff, 0xfe, (byte)'}'],
            _ => Encoding.UTF32.GetBytes(text),
        };
    }

    private static void NotJson(Draft draft, Random random)
        => draft.Bytes = Encoding.UTF8.GetBytes(new[] { "", "null", "{", "title=x", "<a/>", "[]", "5", "\"x\"", "{}{}", "/*c*/{}", "{\"title\":NaN}", "{'title':1}", "{\"a\":1,}" }[random.Next(13)]);

    private static void PathTrick(Draft draft, Random random)
    {
        var at = random.Next(1, draft.Path.Length + 1);
        var slashes = Enumerable.Range(0, draft.Path.Length).Where(index => draft.Path[index] == '/').ToArray();
        at = random.Next(2) == 0 ? slashes[random.Next(slashes.Length)] + 1 : at;
        var trick = Tricks[random.Next(Tricks.Length)];
        draft.Path = draft.Path.Insert(at, random.Next(6) == 0 ? string.Concat(Enumerable.Repeat(trick, 50)) : trick);
        draft.IsElsewhere = true;
    }

    private static void OtherMethod(Draft draft, Random random)
    {
        draft.Method = Methods[random.Next(Methods.Length)];
        draft.IsElsewhere |= draft.Method != draft.Operation.Method;
    }

    private static void OtherType(Draft draft, Random random) => draft.ContentType = Types[random.Next(Types.Length)];

    private static void StrangeHeader(Draft draft, Random random)
    {
        var header = Headers[random.Next(Headers.Length)].Split(": ", 2);
        draft.Headers.Add((header[0], header[1]));
        // Without a body to come it waits for none; with two credentials it is somebody else, or nobody.
        draft.IsElsewhere |= header[0] is "Authorization" or "Cookie" or "Upgrade" or "Accept" or "Expect";
    }

    private static void LongHeader(Draft draft, Random random)
    {
        draft.Headers.Add(($"X-{random.Next(100)}", new string('y', random.Next(2) == 0 ? 7_000 : 40_000)));
        draft.IsBroken |= draft.Headers[^1].Value.Length > 30_000;
    }

    private void StrangeQuery(Draft draft, Random random)
    {
        var names = draft.Operation.Parameters.Where(one => one.In == "query").Select(one => one.Name).Append("x").ToArray();
        var text = random.Next(3) switch { 0 => "%00", 1 => Uri.EscapeDataString(Values.NastyText(random).Replace("\ud800", "", StringComparison.Ordinal)), _ => "a%zz%" };
        draft.Query += $"{(draft.Query.Length == 0 ? "?" : "&")}{names[random.Next(names.Length)]}={text}";
    }

    private static void StrangeId(Draft draft, Random random)
    {
        var parts = draft.Path.Split('/');
        if (draft.Operation.Path.Contains('{', StringComparison.Ordinal))
        {
            var which = Array.FindIndex(draft.Operation.Path.Split('/'), part => part.StartsWith('{'));
            parts[Math.Min(which, parts.Length - 1)] = Uri.EscapeDataString(Values.NastyText(random).Replace("\ud800", "", StringComparison.Ordinal));
            draft.Path = string.Join('/', parts);
            draft.IsElsewhere |= parts[Math.Min(which, parts.Length - 1)].Length == 0;
        }
    }

    private static void BrokenLine(Draft draft, Random random)
    {
        draft.IsBroken = true;
        switch (random.Next(5))
        {
            case 0: draft.Path = $"{draft.Path}\0"; break;
            case 1: draft.Path = $"{draft.Path} x"; break;
            case 2: draft.Headers.Add(("X-Null", "a\0b")); break;
            case 3: draft.Headers.Add(("Host", "two.example")); draft.Headers.Add(("Host", "one.example")); break;
            default: draft.Headers.Add(("Transfer-Encoding", "chunked")); break;
        }
    }

    /// <summary>The body itself, or an object or a list in it.</summary>
    private static JsonNode? Somewhere(JsonNode? json, Random random)
    {
        var inner = json switch
        {
            JsonObject item => item.Select(field => field.Value).Where(value => value is JsonObject or JsonArray).ToArray(),
            JsonArray list => [.. list.Where(value => value is JsonObject or JsonArray)],
            _ => [],
        };
        return inner.Length == 0 || random.Next(2) == 0 ? json : Somewhere(inner[random.Next(inner.Length)], random);
    }
}
