using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>A stream's head: in the database, and then as the group moves it on.</summary>
internal sealed class StreamHead
{
    /// <summary>Whether the stream has a row in the database.</summary>
    public bool Exists { get; init; }
    public long Version { get; set; }
    public byte[] Hash { get; set; } = [];

    /// <summary>The stream's key as stored; null in a row that exists means that the stream has been erased.</summary>
    public byte[]? WrappedKey { get; set; }
    public StreamKey? Key { get; set; }
    public bool Changed { get; set; }
}

/// <summary>A message that there is.</summary>
/// <param name="Armed">Where this group arms it: the message; it is not yet in the database.</param>
internal sealed record MessageFact(string? Key, OutboxMessage? Armed = null);

/// <summary>What a group of commits must know before it is decided, as the database has it; the winners then change it, so that those after them see their work.</summary>
internal sealed class GroupFacts
{
    public Dictionary<StreamId, StreamHead> Heads { get; } = [];

    /// <summary>Null: there is no such message, or no more.</summary>
    public Dictionary<string, MessageFact?> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the key has been closed.</summary>
    public Dictionary<string, bool> KeysClosed { get; } = new(StringComparer.Ordinal);

    public Dictionary<(StreamId Stream, string Id), OperationRecord?> Operations { get; } = [];

    /// <summary>Null: nobody owns it.</summary>
    public Dictionary<Claim, StreamId?> Owners { get; } = [];

    public bool IsClosed(string key) => KeysClosed.GetValueOrDefault(key);

    /// <summary>The message if it is still there. What closing a key deletes is gone from here at once.</summary>
    public MessageFact? Find(string messageId)
        => Messages.GetValueOrDefault(messageId) is { } fact && (fact.Key is null || !IsClosed(fact.Key)) ? fact : null;
}
