using System.IO.Compression;
using System.Text.Unicode;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Catalogues;

/// <summary>Reads a catalogue, whichever it is: by what the file begins with. It never throws for what a file holds, and needs no more memory than some times its size.</summary>
public static class CatalogueReader
{
    /// <summary>No catalogue is larger when it is unpacked.</summary>
    public const int MaxUnpacked = 100 * 1024 * 1024;

    /// <param name="asked">Which it must be; null: any.</param>
    /// <param name="wrong">Why none of it can be taken; null where something can.</param>
    public static ReadCatalogue? Read(ReadOnlyMemory<byte> bytes, Catalogue? asked, out Refusal? wrong)
    {
        wrong = null;
        if (bytes.Span is [0x1F, 0x8B, ..])
        {
            if (Unpacked(bytes) is not { } unpacked)
            {
                wrong = CatalogueFileRefusals.Packed;
                return null;
            }

            bytes = unpacked;
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            wrong = CatalogueFileRefusals.Encoding;
            return null;
        }

        bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (KindOf(bytes.Span) is not { } kind)
        {
            wrong = CatalogueFileRefusals.Unknown;
            return null;
        }

        var (catalogue, csv) = kind;
        if (asked is { } must && must != catalogue)
        {
            wrong = CatalogueFileRefusals.Other(must, catalogue);
            return null;
        }

        var read = new ReadCatalogue(catalogue);
        wrong = catalogue == Catalogue.Epss ? EpssCsv.Read(bytes.Span, read)
            : csv ? CisaCsv.Read(bytes, read)
            : KevJson.Read(bytes, read);
        return wrong is null ? read : null;
    }

    private static (Catalogue Catalogue, bool Csv)? KindOf(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        bytes = start < 0 ? default : bytes[start..];
        return bytes.StartsWith("{"u8) ? (Catalogue.Cisa, false)
            : bytes.StartsWith("["u8) ? (Catalogue.Eu, false)
            : bytes.StartsWith("#model_version"u8) || bytes.StartsWith("cve,epss"u8) ? (Catalogue.Epss, true)
            : bytes.StartsWith("cveID"u8) || bytes.StartsWith("\"cveID"u8) ? (Catalogue.Cisa, true)
            : null;
    }

    private static ReadOnlyMemory<byte>? Unpacked(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var packed = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = packed.Read(buffer)) > 0;)
            {
                if (whole.Length + read > MaxUnpacked)
                {
                    return null;
                }

                whole.Write(buffer, 0, read);
            }

            return whole.GetBuffer().AsMemory(0, (int)whole.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
