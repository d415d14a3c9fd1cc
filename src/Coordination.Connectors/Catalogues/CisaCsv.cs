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
}
