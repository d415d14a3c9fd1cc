using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Takes the body of an intake request apart. Every line keeps its own bytes and gets an alert or a refusal of its own: a bad line
/// never costs its neighbours. Memory grows with the number of lines, which is bounded, not with what they claim.
/// </summary>
public static class IntakeLines
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBodyBytes = 10_000_000;

    /// <summary>The largest line, in bytes.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>The most lines of one body: ten megabytes of <c>{}</c> would otherwise make millions of refusals.</summary>
    public const int MaxLines = 50_000;

    /// <summary>Reads a body: one object, an array, or one object per line. Never throws for what a source has sent.</summary>
    /// <param name="body">The bytes as they came. The lines refer to them and do not copy them.</param>
    /// <param name="contentType">The media type of the request; <c>application/x-ndjson</c> decides, any other leaves it to the first byte.</param>
    /// <param name="format">What makes an alert of an object.</param>
    /// <param name="receivedAt">Bounds what a source may claim of time.</param>
    public static IReadOnlyList<IntakeLine> Read(ReadOnlyMemory<byte> body, string? contentType, IIntakeFormat format, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(format);
        var lines = new List<IntakeLine>();
        foreach (var slice in BodySlices.Of(body, contentType, MaxLines))
        {
            Read(slice, format, receivedAt, lines);
        }

        return lines;
    }

    private static void Read(BodySlice slice, IIntakeFormat format, DateTimeOffset receivedAt, List<IntakeLine> lines)
    {
        var refusal = slice.Refusal ?? LineCheck.Check(slice.Bytes.Span, format.MaxDocumentBytes ?? MaxLineBytes);
        if (refusal is not null)
        {
            lines.Add(new IntakeLine(format.MaxDocumentBytes is null ? slice.Number : lines.Count + 1, slice.Bytes, null, refusal));
            return;
        }

        using var document = JsonDocument.Parse(slice.Bytes);
        if (format.ReadAll(document.RootElement, receivedAt) is { } all)
        {
            // Of a document that holds several lines, their place is their number.
            lines.AddRange(all.Select((line, index) => line.Original.Length > MaxLineBytes && format.MaxDocumentBytes is null
                ? new IntakeLine(lines.Count + index + 1, line.Original, null, IntakeRefusals.LineTooLarge)
                : new IntakeLine(lines.Count + index + 1, line.Original, line.Alert, line.Refusal)).ToArray());
            return;
        }

        var alert = format.Read(document.RootElement, receivedAt, out refusal);
        lines.Add(new IntakeLine(slice.Number, slice.Bytes, refusal is null ? alert : null, refusal));
    }
}

/// <summary>The bytes of one line, and why they cannot be one where that is already known.</summary>
internal readonly record struct BodySlice(int Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null);
