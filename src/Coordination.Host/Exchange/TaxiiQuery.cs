using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Coordination.Connectors.Stix;
using Coordination.Host.Http;
using Microsoft.Extensions.Primitives;

namespace Coordination.Host.Exchange;

/// <summary>Which parameters a path knows; others are left unread, as the specification has it.</summary>
[Flags]
internal enum TaxiiFields
{
    Spec = 1,
    Version = 2,
    IdAndType = 4,
}

/// <summary>What the address of a request asks for: which objects, from where on, how many.</summary>
/// <param name="After">Only what was added after this moment.</param>
/// <param name="Walk">Names what is walked through, whatever page of it.</param>
internal sealed partial record TaxiiQuery(TaxiiMatch Match, DateTimeOffset? After, int Limit, byte[] Walk)
{
    /// <summary>The most objects of a page.</summary>
    public const int Most = 1_000;

    private const int LongestValue = 4_000;
    private const int MostValues = 200;
    private const int WalkBytes = 16;

    /// <param name="query">The parameters.</param>
    /// <param name="known">Which of them this path knows.</param>
    /// <param name="of">What is asked: collection and path.</param>
    /// <param name="only">The object that the path names.</param>
    /// <exception cref="RequestRefusedException">One of them cannot be understood.</exception>
    public static TaxiiQuery Read(IQueryCollection query, TaxiiFields known, string of, string? only = null)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] names = [.. new[] { ("match[spec_version]", TaxiiFields.Spec), ("match[version]", TaxiiFields.Version), ("match[id]", TaxiiFields.IdAndType), ("match[type]", TaxiiFields.IdAndType) }
            .Where(one => known.HasFlag(one.Item2)).Select(one => one.Item1), "added_after"];
        foreach (var name in names)
        {
            if (One(query, name) is { } value)
            {
                values[name] = value;
            }
        }

        var walk = Hash(of, values);
        var added = values.TryGetValue("added_after", out var text) ? ReadTime("added_after", text).Moment : (DateTimeOffset?)null;
        var match = new TaxiiMatch(
            only is not null ? [only] : List(values, "match[id]")?.Where(StixIds.IsId).ToArray(),
            List(values, "match[type]")?.Where(type => TypeName().IsMatch(type)).ToArray(),
            List(values, "match[version]") is { } versions ? ReadVersions(versions) : known.HasFlag(TaxiiFields.Version) ? TaxiiVersions.Newest : new(All: true, false, false, []),
            List(values, "match[spec_version]"));
        return new(match, One(query, "next") is { } next ? ReadNext(next, walk) : added, ReadLimit(One(query, "limit")), walk);
    }

    /// <summary>The word by which a client goes on after this moment. It holds all that is needed, so nothing is remembered here and any process can go on.</summary>
    public string NextAfter(DateTimeOffset addedAt)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + WalkBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, addedAt.UtcTicks);
        Walk.CopyTo(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    private static DateTimeOffset ReadNext(string text, byte[] walk)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + WalkBytes];
        if (text.Length != 32 || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != bytes.Length
            || BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks && (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks))
        {
            throw Refused("taxii.next-invalid", "This next is none that was given here. Begin without one.", "next");
        }

        return bytes[sizeof(long)..].SequenceEqual(walk) ? new(ticks, TimeSpan.Zero)
            : throw Refused("taxii.next-other", "This next belongs to another request. Repeat the other parameters as they were; only limit may change.", "next");
    }

    private static int ReadLimit(string? text)
    {
        if (text is null)
        {
            return Most;
        }

        var digits = text.TrimStart('0');
        return digits.Length == 0 || !digits.All(char.IsAsciiDigit) ? throw Refused("taxii.limit-invalid", "A limit is a whole number above 0.", "limit")
            : digits.Length > 4 ? Most : Math.Min(Most, int.Parse(digits, CultureInfo.InvariantCulture));
    }

    private static TaxiiVersions ReadVersions(IReadOnlyList<string> words)
        => new(words.Contains("all"), words.Contains("first"), words.Contains("last"), [.. words.Where(word => word is not ("all" or "first" or "last")).Select(word => ReadTime("match[version]", word))]);

    private static StixTime ReadTime(string name, string text)
        => StixTime.TryRead(text, out var time) ? time
            : throw Refused("taxii.time-invalid", $"{name} takes moments as STIX writes them, for example 2026-01-31T12:00:00.000Z{(name == "added_after" ? "" : ", or first, last, all")}.", name);

    private static string[]? List(Dictionary<string, string> values, string name)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return null;
        }

        var list = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        return list.Length switch
        {
            0 => throw Refused("taxii.value-missing", $"Give {name} a value, or several with a comma between them, or leave it out.", name),
            > MostValues => throw Refused("taxii.too-many-values", $"{name} takes at most {MostValues} values at once.", name),
            _ => list,
        };
    }

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } only when only[0] is { Length: <= LongestValue } value => value,
        { Count: 1 } => throw Refused("taxii.value-too-long", $"{name} has at most {LongestValue} characters.", name),
        _ => throw Refused("taxii.parameter-repeated", $"Send {name} once; several values go into it with a comma between them.", name),
    };

    private static byte[] Hash(string of, Dictionary<string, string> values)
        => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', values.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}").Prepend(of))))[..WalkBytes];

    private static RequestRefusedException Refused(string code, string detail, string field) => new(StatusCodes.Status400BadRequest, code, detail, field);

    [GeneratedRegex("^[a-z][a-z0-9-]{1,248}[a-z0-9]\\z")]
    private static partial Regex TypeName();
}
