using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Coordination.Cli.Institutions;

/// <summary>Reads CSV: a header, then one institution a line. A value has no line break, so that a quotation mark that was forgotten costs one row only.</summary>
internal static class CsvInstitutions
{
    public static InstitutionFile Read(ReadOnlyMemory<byte> bytes)
    {
        using var lines = FileLines.Of(bytes).GetEnumerator();
        if (!lines.MoveNext() || lines.Current.Text is not { } first)
        {
            throw new StopException("The file has no header. Its first line names the columns: name, abbreviation, and any of kind, country, networks, domains, as-numbers, contacts.");
        }

        // Spreadsheets write semicolons where the comma is the decimal sign.
        var separator = first.Contains('\t', StringComparison.Ordinal) ? "\t" : first.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        var header = Cells(first, separator) ?? throw new StopException("The header cannot be read: a quotation mark is not closed.");
        var columns = header.Select(EntryFields.NameOf).ToArray();
        foreach (var needed in new[] { "name", "abbreviation" })
        {
            if (!columns.Contains(needed))
            {
                throw new StopException($"The header has no column {needed}. It has: {string.Join(", ", header)}.");
            }
        }

        if (columns.OfType<string>().GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new StopException($"The header has two columns for {twice.Key}. Keep one.");
        }

        var rows = new List<InstitutionRow>();
        while (lines.MoveNext())
        {
            rows.Add(Row(lines.Current, columns, separator));
        }

        return new(rows, [.. header.Where((_, index) => columns[index] is null)]);
    }

    private static InstitutionRow Row(FileLine line, string?[] columns, string separator)
    {
        if (line.Text is null)
        {
            return new(line.Number, null, FileLines.NotUtf8);
        }

        if (Cells(line.Text, separator) is not { } cells)
        {
            return new(line.Number, null, "A quotation mark is not closed, or stands inside a value. Put the value in quotation marks and double those inside it; a value has no line break.");
        }

        if (cells.Length != columns.Length)
        {
            return new(line.Number, null, $"The row has {cells.Length} values where the header has {columns.Length}. A value that holds the separator goes in quotation marks.");
        }

        var fields = new EntryFields();
        for (var index = 0; index < cells.Length; index++)
        {
            if (columns[index] is { } field)
            {
                fields.Set(field, EntryFields.IsList(field) ? Split(field, cells[index]) : [cells[index]]);
            }
        }

        return fields.Row(line.Number);
    }

    /// <summary>Contacts have spaces in their names, so they are divided by semicolons or bars alone.</summary>
    private static string[] Split(string field, string cell)
        => cell.Split(field == "contacts" ? [';', '|'] : [';', '|', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[]? Cells(string line, string separator)
    {
        var bad = line.Count(character => character == '"') % 2 == 1;
        using var parser = new CsvParser(
            new StringReader(line),
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator, HasHeaderRecord = false, TrimOptions = TrimOptions.Trim, BadDataFound = _ => bad = true });
        return parser.Read() && !bad ? parser.Record : null;
    }
}
