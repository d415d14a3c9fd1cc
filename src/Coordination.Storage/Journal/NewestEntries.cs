using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>Collects what a look at the feed finds: of each stream and type of event the newest.</summary>
internal sealed class NewestEntries
{
    private readonly Dictionary<(StreamId Stream, string Type), FeedEntry> _newest = [];
    private IReadOnlyList<FeedEntry>? _inOrder;

    /// <summary>By position.</summary>
    public IReadOnlyList<FeedEntry> InOrder => _inOrder ??= [.. _newest.Values.OrderBy(entry => entry.Position)];

    /// <summary>Entries of one stream come in the order of their versions.</summary>
    public void Add(FeedEntry entry)
    {
        _newest[(entry.Stream, entry.Type)] = entry;
        _inOrder = null;
    }
}
