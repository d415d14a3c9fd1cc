using System.Buffers.Binary;
using System.Globalization;

namespace Coordination.Storage.SqlServer;

/// <summary>Row versions from one to another, both included.</summary>
internal readonly record struct VersionRange(long First, long Last);

/// <summary>
/// How far a reader of the feed has come, in row versions. Every version below <paramref name="Next"/> has been looked at; those in <paramref name="Missing"/> were not
/// there then: they were still being written, or were undone. A writer that is frozen for an hour costs one range for as long, and is told when it commits.
/// </summary>
/// <param name="Horizon">Below it nothing was being written at the look before. It is remembered for one look, because a row that is committed may be locked a moment longer.</param>
internal sealed record FeedReach(long Horizon, long Next, IReadOnlyList<VersionRange> Missing)
{
    /// <summary>
    /// So many ranges are remembered. Where there are more, the oldest become one, and what stands between them is told a second time: a thing may be told twice, never not at all.
    /// </summary>
    public const int MostRanges = 2_000;

    /// <summary>The database as it stands, when nothing below the horizon is being written.</summary>
    public static FeedReach From(long horizon) => new(horizon, horizon, []);

    /// <summary>Where to go on after a look.</summary>
    /// <param name="horizon">Below it nothing was being written when the look began.</param>
    /// <param name="seen">What the look has found among the missing and from <see cref="Next"/> on, in any order.</param>
    public FeedReach After(long horizon, IReadOnlyCollection<long> seen)
    {
        var next = Math.Max(Math.Max(Next, horizon), seen.Count == 0 ? 0 : seen.Max() + 1);
        var missing = new List<VersionRange>();
        using var found = seen.Distinct().Order().GetEnumerator();
        var more = found.MoveNext();
        foreach (var range in next > Next ? Missing.Append(new(Next, next - 1)) : Missing)
        {
            var first = range.First;
            while (more && found.Current <= range.Last)
            {
                if (found.Current >= range.First)
                {
                    Miss(first, found.Current - 1);
                    first = found.Current + 1;
                }

                more = found.MoveNext();
            }

            Miss(first, range.Last);
        }

        return new(horizon, next, missing.Count <= MostRanges ? missing : [new(missing[0].First, missing[^MostRanges].Last), .. missing[^(MostRanges - 1)..]]);

        // What had ended before the look before began, and is still not there, was undone.
        void Miss(long from, long to)
        {
            from = Math.Max(from, Horizon);
            if (from <= to)
            {
                missing.Add(new(from, to));
            }
        }
    }

    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Horizon};{Next};{string.Join(',', Missing.Select(range => $"{range.First}-{range.Last}"))}");

    public static FeedReach Read(string text)
    {
        var parts = text.Split(';');
        return new(
            Number(parts[0]),
            Number(parts[1]),
            [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-')).Select(ends => new VersionRange(Number(ends[0]), Number(ends[1])))]);
    }

    /// <summary>A version as the server writes it: eight bytes, most significant first.</summary>
    public static byte[] Bytes(long version)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, version);
        return bytes;
    }

    public static long Number(byte[] version) => BinaryPrimitives.ReadInt64BigEndian(version);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
