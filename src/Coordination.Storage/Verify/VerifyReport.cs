using System.Globalization;

namespace Coordination.Storage.Verify;

/// <summary>What was done to the journal, as far as it can be told.</summary>
public enum FaultKind
{
    /// <summary>Something is not as it was written.</summary>
    Altered,

    /// <summary>Something that was written is gone.</summary>
    Removed,

    /// <summary>Everything is there, but not in the order in which it was written.</summary>
    Reordered,

    /// <summary>Something is there that was not written by the journal.</summary>
    Added,

    /// <summary>The file cannot be read as a database any more.</summary>
    Unreadable,
}

/// <summary>The first place where the journal is not what was written. Either a stream and version, or a writer and link, or neither (a checkpoint file) are known.</summary>
/// <param name="Text">What is wrong, as a sentence.</param>
public sealed record VerifyFault(FaultKind Kind, string Text)
{
    public string? Stream { get; init; }
    public long? Version { get; init; }
    public string? Writer { get; init; }
    public long? Link { get; init; }

    public override string ToString()
    {
        var place = (Stream, Writer) switch
        {
            ({ } stream, _) => string.Create(CultureInfo.InvariantCulture, $"{stream} version {Version}: "),
            (null, { } writer) => string.Create(CultureInfo.InvariantCulture, $"writer {writer} link {Link}: "),
            _ => "",
        };
        return $"{Kind.ToString().ToLowerInvariant()}, {place}{Text}";
    }
}

/// <summary>What was found. A report without a fault holds for everything up to the last checkpoint, and, except for a tail that was cut off, for what came after it.</summary>
public sealed record VerifyReport
{
    public VerifyFault? Fault { get; init; }

    public bool IsOk => Fault is null;

    /// <summary>How much was looked at before the first fault.</summary>
    public long Streams { get; init; }
    public long Events { get; init; }
    public long Links { get; init; }
    public long Checkpoints { get; init; }
    public long Originals { get; init; }

    /// <summary>Streams whose key has been destroyed: their chain is whole, what they held cannot be read.</summary>
    public long Erased { get; init; }

    /// <summary>When the last checkpoint was signed; what was written after it could have been cut off without a trace.</summary>
    public DateTimeOffset? LastCheckpoint { get; init; }

    /// <summary>What the reader must know of the report's limits, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How far the work is.</summary>
/// <param name="Stage"><c>checkpoints</c>, <c>streams</c> or <c>links</c>.</param>
public sealed record VerifyProgress(string Stage, long Done, long Total);
