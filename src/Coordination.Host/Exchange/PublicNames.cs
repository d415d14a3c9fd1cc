using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What subscribers call the events of some streams; of others they hear nothing.</summary>
internal sealed class PublicNames(Func<StreamId, bool> streams, params IEnumerable<(string Written, string Heard)> names)
{
    public static readonly PublicNames None = new("");

    private readonly ILookup<string, string> _names = names.ToLookup(name => name.Written, name => name.Heard, StringComparer.Ordinal);

    public PublicNames(string kind, params IEnumerable<(string Written, string Heard)> names) : this(stream => stream.Kind == kind, names)
    {
    }

    public bool Tell(FeedEntry entry) => _names.Contains(entry.Type) && streams(entry.Stream);

    /// <summary>What happened to a thing in the same way more than once in one look is one event, the newest.</summary>
    public IReadOnlyList<Happened> In(IReadOnlyList<FeedEntry> entries)
        => [.. from entry in entries
               where Tell(entry)
               from name in _names[entry.Type]
               group entry by (name, entry.Stream) into same
               let newest = same.MaxBy(entry => entry.Version)
               select new Happened(same.Key.name, same.Key.Stream, newest.Version, newest.At)];
}
