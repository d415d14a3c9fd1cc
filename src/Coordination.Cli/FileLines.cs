using System.Text;

namespace Coordination.Cli;

/// <summary>A line of a file as an editor numbers it; without a text when its bytes are not UTF-8.</summary>
internal readonly record struct FileLine(int Number, string? Text);

/// <summary>Reads files line by line, so that a line that cannot be read costs its neighbours nothing.</summary>
internal static class FileLines
{
    public const string NotUtf8 = "The line is not valid UTF-8. Save the file as UTF-8.";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
    }

    /// <summary>All lines that are not empty.</summary>
    public static IEnumerable<FileLine> Of(ReadOnlyMemory<byte> bytes)
    {
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                yield return new(number, Decode(line.Span.TrimEnd((byte)'\r')));
            }
        }
    }

    /// <summary>The number of the line in which a byte stands.</summary>
    public static int NumberAt(ReadOnlySpan<byte> bytes, long position) => bytes[..(int)position].Count((byte)'\n') + 1;

    private static string? Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
