using System.Globalization;
using Coordination.Contracts;
using CsvHelper;
using CsvHelper.Configuration;

namespace Coordination.Connectors.Catalogues;

/// <summary>The catalogue of CISA as CSV. It does not say of what day it is.</summary>
internal static class CisaCsv
{
    private static readonly string[] Columns = ["cveID", "vendorProject", "product", "vulnerabilityName", "dateAdded", "dueDate"];

    public static Refusal? Read(ReadOnlyMemory<byte> bytes, ReadCatalogue into)
    {
        if (LineOfOpenQuote(bytes.Span) is { } open)
        {
            return CatalogueFileRefusals.Quote(open);
        }

        using var text = new StreamReader(new MemoryStream(bytes.ToArray()));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null, DetectDelimiter = false });
        csv.Read();
        csv.ReadHeader();
        var header = csv.HeaderRecord ?? [];
        if (Columns.FirstOrDefault(column => !header.Contains(column)) is { } missing)
        {
            return CatalogueFileRefusals.Header(missing);
        }

        for (var number = 1; ; number++)
        {
            var line = csv.Parser.RawRow + 1;
            if (!csv.Read())
            {
                return null;
            }

            if (number > KevJson.Most)
            {
                return CatalogueFileRefusals.TooMany;
            }

            var fields = new KevFields(line, into, "yyyy-MM-dd", Field);
            if (csv.Parser.Count != header.Length)
            {
                fields.Refuse("columns", string.Create(CultureInfo.InvariantCulture, $"There are {csv.Parser.Count} columns here and {header.Length} in the first line."));
            }

            var entry = KevJson.Cisa(fields, Field);
            if (!fields.Wrong)
            {
                into.Take(line, entry);
            }
        }

        string? Field(string name) => Array.IndexOf(header, name) is var at and >= 0 && at < csv.Parser.Count ? csv.Parser[at] : null;
    }

    /// <summary>The line of a quotation mark that opens a value and is not closed where a value ends: it would make one value of all the lines up to the next.</summary>
    private static int? LineOfOpenQuote(ReadOnlySpan<byte> bytes)
    {
        var (line, opened) = (1, 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '"' && opened == 0)
            {
                opened = at == 0 || bytes[at - 1] is (byte)',' or (byte)'\n' or (byte)'\r' ? line : 0;
            }
            else if (bytes[at] == '"')
            {
                var next = at + 1 < bytes.Length ? bytes[at + 1] : (byte)'\n';
                if (next == '"')
                {
                    at++;
                    continue;
                }

                if (next is not ((byte)',' or (byte)'\n' or (byte)'\r'))
                {
                    return opened;
                }

                opened = 0;
            }

            line += bytes[at] == '\n' ? 1 : 0;
        }

        return opened == 0 ? null : opened;
    }
}
