using System.Globalization;

namespace Coordination.Connectors.Intake;

internal sealed partial class FieldReader
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    /// <summary>A moment with its offset, in UTC, not before 2000 and not more than a day ahead of <paramref name="receivedAt"/>.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset receivedAt)
    {
        if (Text(name, 64) is not { } text)
        {
            return null;
        }

        if (!TryReadTime(text, out var moment))
        {
            return Refuse<DateTimeOffset?>(name, "a time with its offset is expected, for example 2026-01-02T10:05:00Z or 2026-01-02T11:05:00+01:00.");
        }

        if (moment < Earliest || moment > receivedAt.AddDays(1))
        {
            Refusal ??= IntakeRefusals.Time(Pointer(name));
            return null;
        }

        return moment;
    }

    // The framework would take a time without offset for local time of this machine, which the source knows nothing of.
    private static bool TryReadTime(string text, out DateTimeOffset moment)
    {
        var plain = text.ToUpperInvariant();
        if (plain.Length > 10 && plain[10] == ' ')
        {
            plain = string.Concat(plain.AsSpan(0, 10), "T", plain.AsSpan(11).Trim());
        }

        // A tick is a tenth of a microsecond; nanoseconds are cut.
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        if (point > 0)
        {
            var end = point + 1;
            while (end < plain.Length && char.IsAsciiDigit(plain[end]))
            {
                end++;
            }

            plain = end - point > 8 ? string.Concat(plain.AsSpan(0, point + 8), plain.AsSpan(end)) : plain;
        }

        var read = DateTimeOffset.TryParseExact(plain, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
        moment = moment.ToUniversalTime();
        return read;
    }
}
