using System.Globalization;
using System.Text;
using Coordination.Contracts;
using Coordination.Domain.Advisories;

namespace Coordination.Connectors.Catalogues;

/// <summary>Exploit prediction scores of FIRST: a line that says model and day, a header, then one vulnerability a line.</summary>
internal static class EpssCsv
{
    public const int Most = 2_000_000;

    public static Refusal? Read(ReadOnlySpan<byte> bytes, ReadCatalogue into)
    {
        var number = 0;
        var scores = new Dictionary<ulong, (ulong Key, decimal Score, decimal Percentile)>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = (end < 0 ? bytes : bytes[..end]).Trim(" \r\t"u8);
            bytes = end < 0 ? default : bytes[(end + 1)..];
            number++;
            if (number == 1 ? !ReadModel(line, into) : number == 2 && !line.SequenceEqual("cve,epss,percentile"u8))
            {
                return CatalogueFileRefusals.NoScoreDate;
            }

            if (number <= 2 || line.IsEmpty)
            {
                continue;
            }

            if (number > Most)
            {
                return CatalogueFileRefusals.TooManyScores;
            }

            ReadScore(line, number, scores, into);
        }

        into.Scores = EpssTable.Of(scores.Values);
        return number < 2 ? CatalogueFileRefusals.NoScoreDate : null;
    }

    private static bool ReadModel(ReadOnlySpan<byte> line, ReadCatalogue into)
    {
        var parts = line.Length > 500 ? [] : Encoding.UTF8.GetString(line).TrimStart('#').Split(',');
        var said = parts.Select(part => part.Split(':', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0].Trim()).ToDictionary(group => group.Key, group => group.First()[1].Trim());
        into.Version = said.TryGetValue("model_version", out var model) && model.Length > 0 ? OneLine.Of(model, 100) : null;
        into.Date = said.TryGetValue("score_date", out var date) && date.Length >= 10 && DateOnly.TryParseExact(date.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2021 and <= 2200 ? day : null;
        return into is { Version: not null, Date: not null };
    }

    private static void ReadScore(ReadOnlySpan<byte> line, int number, Dictionary<ulong, (ulong, decimal, decimal)> scores, ReadCatalogue into)
    {
        var first = line.IndexOf((byte)',');
        var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)',');
        if (second < 0 || line[(first + second + 2)..].Contains((byte)','))
        {
            into.Refuse(number, "columns", "A line has three columns: cve, epss and percentile.");
            return;
        }

        var cve = first > 30 ? "" : Encoding.UTF8.GetString(line[..first]);
        if (EpssTable.KeyOf(cve) is not { } key)
        {
            into.Refuse(number, "cve", "The first column is no CVE identifier such as CVE-2026-12345.");
        }
        else if (!IsShare(line.Slice(first + 1, second), out var score) || !IsShare(line[(first + second + 2)..], out var percentile))
        {
            into.Refuse(number, "score", $"{cve}: score and percentile are numbers between 0 and 1.");
        }
        else if (!scores.TryAdd(key, (key, score, percentile)))
        {
            into.Refuse(number, "duplicate", $"{cve} stands here a second time. The first is taken.");
        }
    }

    private static bool IsShare(ReadOnlySpan<byte> text, out decimal share)
        => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1;
}
