using System.Globalization;

namespace Coordination.Storage.Verify;

/// <summary>The first line of an export that is not what was given out.</summary>
/// <param name="Line">From 1; one more than there are where something is missing at the end.</param>
/// <param name="Thing">What the line is about, for example <c>incident/7 version 3</c>; null where it cannot be told.</param>
/// <param name="Text">What is wrong, as a sentence.</param>
public sealed record ExportFault(long Line, string? Thing, string Text)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}{(Thing is null ? "" : $", {Thing}")}: {Text}");
}

/// <summary>What was found in an export.</summary>
public sealed record ExportReport
{
    public ExportFault? Fault { get; init; }

    /// <summary>What it is of: <c>journal</c>, or a thing.</summary>
    public string Of { get; init; } = "";
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
    public DateTimeOffset? Made { get; init; }
    public long Events { get; init; }

    /// <summary>Events of streams that have been erased: they stand in the chain, and what they said is gone.</summary>
    public long Erased { get; init; }
    public long Links { get; init; }
    public long Checkpoints { get; init; }

    /// <summary>Checkpoints that were kept elsewhere and agree.</summary>
    public long KeptCheckpoints { get; init; }
}
