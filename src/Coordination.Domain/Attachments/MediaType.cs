using System.Text;

namespace Coordination.Domain.Attachments;

/// <summary>What a content is, by its first bytes. Formats that a CERT is sent every day are told apart; everything else is text or bytes.</summary>
public static class MediaType
{
    public const string Bytes = "application/octet-stream";
    public const string Text = "text/plain";

    /// <summary>How many of the first bytes are looked at.</summary>
    public const int Looked = 4_096;

    /// <summary>Signatures, the longer before the shorter that it begins with.</summary>
    private static readonly (int At, byte[] Mark, string Type)[] Signatures =
    [
        (0, "%PDF-"u8.ToArray(), "application/pdf"),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, "GIF87a"u8.ToArray(), "image/gif"),
        (0, "GIF89a"u8.ToArray(), "image/gif"),
        (8, "WEBPVP8"u8.ToArray(), "image/webp"),
        (8, "WAVEfmt"u8.ToArray(), "audio/wav"),
        (0, "II*\0"u8.ToArray(), "image/tiff"),
        (0, "MM\0*"u8.ToArray(), "image/tiff"),
        (4, "ftyp"u8.ToArray(), "video/mp4"),
        (0, "PK\u0003\u0004"u8.ToArray(), "application/zip"),
        (0, "PK\u0005\u0006"u8.ToArray(), "application/zip"),
        (0, [0x1F, 0x8B], "application/gzip"),
        (0, "BZh"u8.ToArray(), "application/x-bzip2"),
        (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "application/x-xz"),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "application/zstd"),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, "Rar!\u001a\u0007"u8.ToArray(), "application/vnd.rar"),
        (257, "ustar"u8.ToArray(), "application/x-tar"),
        (0, "MSCF"u8.ToArray(), "application/vnd.ms-cab-compressed"),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
        (0, "{\\rtf"u8.ToArray(), "application/rtf"),
        (0, [0x7F, 0x45, 0x4C, 0x46], "application/x-elf"),
        (0, "MZ"u8.ToArray(), "application/vnd.microsoft.portable-executable"),
        (0, [0xCF, 0xFA, 0xED, 0xFE], "application/x-mach-binary"),
        (0, [0xCE, 0xFA, 0xED, 0xFE], "application/x-mach-binary"),
        (0, [0xCA, 0xFE, 0xBA, 0xBE], "application/java-vm"),
        (0, [0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], "application/x-ms-shortcut"),
        (0, [0xD4, 0xC3, 0xB2, 0xA1], "application/vnd.tcpdump.pcap"),
        (0, [0xA1, 0xB2, 0xC3, 0xD4], "application/vnd.tcpdump.pcap"),
        (0, [0x0A, 0x0D, 0x0D, 0x0A], "application/x-pcapng"),
        (0, "ElfFile\0"u8.ToArray(), "application/x-evtx"),
        (0, "regf"u8.ToArray(), "application/x-registry-hive"),
        (0, "SQLite format 3\0"u8.ToArray(), "application/vnd.sqlite3"),
        (0, "-----BEGIN PGP"u8.ToArray(), "application/pgp-encrypted"),
        (0, "#!"u8.ToArray(), "text/x-script"),
    ];

    /// <summary>What a zip is that begins with an entry of such a name.</summary>
    private static readonly (string Entry, string Type)[] InZip =
    [
        ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("AndroidManifest.xml", "application/vnd.android.package-archive"),
        ("META-INF/", "application/java-archive"),
        ("mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    ];

    /// <param name="head">The first <see cref="Looked"/> bytes, or all of a shorter content.</param>
    public static string Of(ReadOnlySpan<byte> head)
    {
        foreach (var (at, mark, type) in Signatures)
        {
            if (head.Length >= at + mark.Length && head[at..].StartsWith(mark))
            {
                return type == "application/zip" ? OfZip(head) : type;
            }
        }

        return OfText(head);
    }

    private static string OfZip(ReadOnlySpan<byte> head)
    {
        foreach (var (entry, type) in InZip)
        {
            if (head.IndexOf(Encoding.ASCII.GetBytes(entry)) >= 0)
            {
                return type;
            }
        }

        return "application/zip";
    }

    private static string OfText(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Text;
        }

        if (head.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || !IsUtf8(head))
        {
            return Bytes;
        }

        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return Begins("<!doctype html", "<html", "<script", "<head", "<body", "<iframe") ? "text/html"
            : Begins("<svg") || (Begins("<?xml") && text.Contains("<svg", StringComparison.OrdinalIgnoreCase)) ? "image/svg+xml"
            : Begins("<?xml") ? "application/xml"
            : Begins("Received:", "Return-Path:", "Delivered-To:", "MIME-Version:") ? "message/rfc822"
            : Text;

        bool Begins(params ReadOnlySpan<string> with)
        {
            foreach (var beginning in with)
            {
                if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>A character that the end of what was looked at cuts in two is no fault.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        while (head.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(head, out _, out var used);
            if (status != System.Buffers.OperationStatus.Done)
            {
                return status == System.Buffers.OperationStatus.NeedMoreData;
            }

            head = head[used..];
        }

        return true;
    }
}
