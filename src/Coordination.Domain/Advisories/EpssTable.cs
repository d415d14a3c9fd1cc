using System.Buffers.Binary;
using System.Globalization;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Advisories;

/// <summary>
/// Exploit prediction scores of one day, 14 bytes for each vulnerability, in the order of their numbers: year, number, score and percentile in billionths. Three hundred thousand of them are four
/// megabytes, which a process keeps whole and replaces every day.
/// </summary>
public sealed class EpssTable
{
    private const int Width = 14;
    private const decimal One = 1_000_000_000m;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <exception cref="FormatException">These are no such bytes.</exception>
    public EpssTable(ReadOnlyMemory<byte> bytes) => _bytes = bytes.Length % Width == 0 ? bytes : throw new FormatException($"{bytes.Length} bytes are no whole number of scores.");

    public int Count => _bytes.Length / Width;

    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Puts scores together; of each vulnerability there is one.</summary>
    public static EpssTable Of(IReadOnlyCollection<(ulong Key, decimal Score, decimal Percentile)> scores)
    {
        var bytes = new byte[scores.Count * Width];
        var place = 0;
        foreach (var (key, score, percentile) in scores.OrderBy(one => one.Key))
        {
            var line = bytes.AsSpan(place++ * Width, Width);
            BinaryPrimitives.WriteUInt16BigEndian(line, (ushort)(key >> 32));
            BinaryPrimitives.WriteUInt32BigEndian(line[2..], (uint)key);
            BinaryPrimitives.WriteUInt32BigEndian(line[6..], (uint)(score * One));
            BinaryPrimitives.WriteUInt32BigEndian(line[10..], (uint)(percentile * One));
        }

        return new(bytes);
    }

    /// <summary>A CVE identifier as a number that sorts like it; null where it is none, or beyond what is ever given out.</summary>
    public static ulong? KeyOf(string cve)
        => ProductNames.IsCve(cve) && ushort.TryParse(cve.AsSpan(4, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && uint.TryParse(cve.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? ((ulong)year << 32) | number
            : null;

    /// <summary>What is said of a vulnerability; null where nothing is.</summary>
    public (decimal Score, decimal Percentile)? Find(string cve)
    {
        if (KeyOf(cve) is not { } key)
        {
            return null;
        }

        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = KeyAt(middle);
            if (found == key)
            {
                var line = _bytes.Span.Slice(middle * Width, Width);
                return (BinaryPrimitives.ReadUInt32BigEndian(line[6..]) / One, BinaryPrimitives.ReadUInt32BigEndian(line[10..]) / One);
            }

            (low, high) = found < key ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>How many are new, changed and gone against another day's.</summary>
    public (int Added, int Changed, int Gone) Against(EpssTable before)
    {
        var (added, changed, gone, at) = (0, 0, 0, 0);
        for (var place = 0; place < Count; place++)
        {
            while (at < before.Count && before.KeyAt(at) < KeyAt(place))
            {
                gone++;
                at++;
            }

            if (at < before.Count && before.KeyAt(at) == KeyAt(place))
            {
                changed += _bytes.Span.Slice(place * Width, Width).SequenceEqual(before._bytes.Span.Slice(at++ * Width, Width)) ? 0 : 1;
            }
            else
            {
                added++;
            }
        }

        return (added, changed, gone + before.Count - at);
    }

    private ulong KeyAt(int place)
    {
        var line = _bytes.Span.Slice(place * Width, Width);
        return ((ulong)BinaryPrimitives.ReadUInt16BigEndian(line) << 32) | BinaryPrimitives.ReadUInt32BigEndian(line[2..]);
    }
}
