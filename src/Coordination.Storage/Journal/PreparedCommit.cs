using System.Diagnostics;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>A commit made ready on its caller's thread: checked, its rows as JSON, its bodies encrypted, so that the one writer has little left to do.</summary>
internal sealed class PreparedCommit
{
    private PreparedCommit(Commit commit) => Commit = commit;

    public Commit Commit { get; }

    public StreamId Stream => Commit.Stream;

    public long Version => Commit.ExpectedVersion + Commit.Events.Count;

    public IReadOnlyList<PreparedRow> Rows { get; private init; } = [];

    public bool NeedsKey => Commit.Events.Count > 0 || Commit.Originals.Count > 0;

    /// <summary>The key that the bodies are encrypted under; null while it is not known here. For a new stream it is a proposal: who writes first decides.</summary>
    public StreamKey? Key { get; private set; }

    /// <summary>The span of its caller that it belongs to; what it arms carries it along.</summary>
    public ActivityContext Trace { get; set; }

    /// <summary>The messages that it arms.</summary>
    public IEnumerable<OutboxMessage> Arm => Trace == default ? Commit.Arm : Commit.Arm.Select(message => message with { Cause = Trace });

    public byte[][] Bodies { get; private set; } = [];

    public byte[][] Originals { get; private set; } = [];

    public static PreparedCommit Make(Commit commit, RowTables tables, StreamKeyCache keys, int originalMaxBytes)
    {
        Check(commit, originalMaxBytes);
        var prepared = new PreparedCommit(commit) { Rows = [.. commit.Rows.Select(tables.Prepare)] };
        if (prepared.NeedsKey)
        {
            if (keys.TryGet(commit.Stream, out var key))
            {
                prepared.EncryptUnder(key);
            }
            else if (commit.ExpectedVersion == 0)
            {
                prepared.EncryptUnder(StreamKey.Make());
            }
        }

        return prepared;
    }

    /// <summary>Encrypts under this key, unless that is done.</summary>
    public void EncryptUnder(StreamKey key)
    {
        if (ReferenceEquals(Key, key))
        {
            return;
        }

        Bodies = [.. Commit.Events.Select((happened, index) => key.CloseBody(Stream, Commit.ExpectedVersion + 1 + index, happened.Type, happened.Body.Span))];
        Originals = [.. Commit.Originals.Select(original => key.CloseOriginal(Stream, original.Id, original.Bytes.Span))];
        Key = key;
    }

    /// <summary>What no program that is right would ask. It is said to the caller alone, before anyone else is disturbed.</summary>
    private static void Check(Commit commit, int originalMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.Stream.Value);
        ArgumentOutOfRangeException.ThrowIfNegative(commit.ExpectedVersion);
        foreach (var original in commit.Originals)
        {
            if (original.Bytes.Length > originalMaxBytes)
            {
                throw new ArgumentException($"The original {original.Id} has {original.Bytes.Length} bytes, at most {originalMaxBytes} are kept. Cut it first.", nameof(commit));
            }
        }

        Distinct(commit.Operations, operation => operation.Id, "operation");
        Distinct(commit.Arm, message => message.Id, "armed message");
    }

    private static void Distinct<T>(IReadOnlyList<T> items, Func<T, string> name, string what)
    {
        if (items.Count > 1 && items.Select(name).ToHashSet(StringComparer.Ordinal).Count != items.Count)
        {
            throw new ArgumentException($"A commit holds the same {what} twice: {string.Join(", ", items.Select(name))}.", nameof(items));
        }
    }
}
