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
            lines.Add(Read(slice, format, receivedAt));
        }

        return lines;
    }

    private static IntakeLine Read(BodySlice slice, IIntakeFormat format, DateTimeOffset receivedAt)
    {
        var refusal = slice.Refusal ?? LineCheck.Check(slice.Bytes.Span);
        if (refusal is not null)
        {
            return new IntakeLine(slice.Number, slice.Bytes, null, refusal);
        }

        using var document = JsonDocument.Parse(slice.Bytes);
        var alert = format.Read(document.RootElement, receivedAt, out refusal);
        return new IntakeLine(slice.Number, slice.Bytes, refusal is null ? alert : null, refusal);
    }
}

/// <summary>The bytes of one line, and why they cannot be one where that is already known.</summary>
internal readonly record struct BodySlice(int Number, ReadOnlyMemory<byte> Bytes, Refusal? Refusal = null);
