using System.Globalization;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Coordination.Connectors.Institutions;

/// <summary>What was read of a file: products, lines that could not be, lines that say what another has said already, and columns that an inventory does not have.</summary>
public sealed record InventoryFile(IReadOnlyList<InventoryProduct> Products, IReadOnlyList<LineRefused> Refused, IReadOnlyList<LineRefused> Repeated, IReadOnlyList<string> NotTaken);

/// <summary>Reads an inventory from CSV: a header, then a product a line. A value has no line break, so that a quotation mark that was forgotten costs one line only.</summary>
public static class InventoryCsv
{
    public const int MaxBodyBytes = 4 << 20;

    /// <summary>More than an inventory has, so that lines that are listed twice do not forbid the rest.</summary>
    private const int MostLines = 20_000;

    private const string LinesEnd = "Lines end with LF or CRLF.";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["vendor"] = "vendor", ["manufacturer"] = "vendor", ["publisher"] = "vendor", ["name"] = "name", ["product"] = "name", ["productname"] = "name", ["software"] = "name",
        ["version"] = "version", ["productversion"] = "version", ["cpe"] = "cpe", ["cpe23"] = "cpe", ["purl"] = "purl", ["packageurl"] = "purl",
    };

    private static readonly Refusal NoHeader = new(RefusalKind.Invalid, "inventory.header-missing", "The file has no header. Its first line names the columns: any of vendor, name, version, cpe, purl.");
    private static readonly Refusal LineEnds = new(RefusalKind.Invalid, "inventory.line-ends", $"{LinesEnd} This file's end with carriage returns alone; save it as CSV with the line ends of Windows or Unix.");
    private static readonly Refusal TooManyLines = new(RefusalKind.Invalid, "inventory.too-many-lines", $"A file has at most {MostLines.ToString("N0", CultureInfo.InvariantCulture)} lines. Name each product and version once, whatever the number of machines.");

    /// <summary>All lines, or why the file as a whole cannot be read.</summary>
    public static Refusal? TryRead(ReadOnlyMemory<byte> bytes, out InventoryFile file)
    {
        file = new([], [], [], []);
        var lines = Lines(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).Take(MostLines + 2).ToArray();
        if (lines.Length == 0 || lines[0].Text is not { } first)
        {
            return NoHeader;
        }

        // All lines in one would be a header without products, and so take away all that is there.
        if (first.Contains('\r', StringComparison.Ordinal))
        {
            return LineEnds;
        }

        if (lines.Length > MostLines + 1)
        {
            return TooManyLines;
        }

        // Spreadsheets write semicolons where the comma is the decimal sign.
        var separator = first.Contains('\t', StringComparison.Ordinal) ? "\t" : first.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        var header = Cells(first, separator) ?? [];
        var columns = header.Select(written => Columns.GetValueOrDefault(string.Concat(written.Where(char.IsLetterOrDigit)))).ToArray();
        if (!columns.Any(column => column is "name" or "cpe" or "purl"))
        {
            return NoHeader with { Code = "inventory.header-unknown", Detail = $"The header has no column name, cpe or purl. It has: {Short(string.Join(", ", header))}." };
        }

        if (columns.OfType<string>().GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return NoHeader with { Code = "inventory.header-twice", Detail = $"The header has two columns for {twice.Key}. Keep one." };
        }

        var (products, refused, repeated) = (new Dictionary<InventoryProduct, int>(), new List<LineRefused>(), new List<LineRefused>());
        foreach (var (number, text) in lines.Skip(1))
        {
            if (ReadLine(text, columns, separator, out var product) is { } wrong)
            {
                refused.Add(new(number, wrong));
            }
            else if (!products.TryAdd(product, number))
            {
                repeated.Add(new(number, $"The same product and version stands in line {products[product]}. It is taken once."));
            }
        }

        file = new([.. products.Keys], refused, repeated, [.. header.Where((_, index) => columns[index] is null).Select(Short)]);
        return null;
    }

    private static string? ReadLine(string? text, string?[] columns, string separator, out InventoryProduct product)
    {
        product = new();
        if (text is null)
        {
            return "The line is not valid UTF-8. Save the file as UTF-8.";
        }

        if (text.Contains('\r', StringComparison.Ordinal))
        {
            return LinesEnd;
        }

        if (Cells(text, separator) is not { } cells)
        {
            return "A quotation mark is not closed, or stands inside a value. Put the value in quotation marks and double those inside it; a value has no line break.";
        }

        if (cells.Length != columns.Length)
        {
            return $"The line has {cells.Length} values where the header has {columns.Length}. A value that holds the separator goes in quotation marks.";
        }

        var refusal = InventoryRules.TryRead(new() { Vendor = Of("vendor"), Name = Of("name"), Version = Of("version"), Cpe = Of("cpe"), Purl = Of("purl") }, out product);
        return refusal?.Detail;

        string? Of(string column) => Array.IndexOf(columns, column) is >= 0 and var index ? cells[index] : null;
    }

    private static IEnumerable<(int Number, string? Text)> Lines(ReadOnlyMemory<byte> bytes)
    {
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                yield return (number, Decode(line.Span.TrimEnd((byte)'\r')));
            }
        }
    }

    private static string? Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return Utf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string[]? Cells(string line, string separator)
    {
        var bad = line.Count(character => character == '"') % 2 == 1;
        using var parser = new CsvParser(
            new StringReader(line),
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator, HasHeaderRecord = false, TrimOptions = TrimOptions.Trim, BadDataFound = _ => bad = true });
        return parser.Read() && !bad ? parser.Record : null;
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
