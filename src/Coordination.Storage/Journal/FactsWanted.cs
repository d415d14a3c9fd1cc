using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>Everything that a group's facts are asked of, each once and sorted, so that two groups lock what they share in the same order.</summary>
internal sealed class FactsWanted
{
    private readonly SortedSet<string> _streams = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _messages = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _usedKeys = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _closedKeys = new(StringComparer.Ordinal);
    private readonly HashSet<(StreamId Stream, string Id)> _operations = [];
    private readonly HashSet<Claim> _claims = [];

    public FactsWanted(IReadOnlyList<PreparedCommit> commits)
    {
        foreach (var commit in commits.Select(prepared => prepared.Commit))
        {
            _streams.Add(commit.Stream.Value);
            _messages.UnionWith(commit.Done);
            _messages.UnionWith(commit.Park.Select(order => order.MessageId));
            _usedKeys.UnionWith(commit.OpenKeys);
            _usedKeys.UnionWith(commit.Arm.Where(message => message.Key is not null).Select(message => message.Key!));
            _closedKeys.UnionWith(commit.CloseKeys);
            _operations.UnionWith(commit.Operations.Select(operation => (commit.Stream, operation.Id)));
            _claims.UnionWith(commit.Claims);
            _claims.UnionWith(commit.Releases);
        }
    }

    public string[] Streams => [.. _streams];

    public string[] Messages => [.. _messages];

    /// <summary>Keys that must be open.</summary>
    public string[] UsedKeys => [.. _usedKeys];

    /// <summary>Keys that are to be closed.</summary>
    public string[] KeysToClose => [.. _closedKeys];

    /// <summary>All keys, used or closed.</summary>
    public string[] Keys => [.. _usedKeys.Union(_closedKeys).Order(StringComparer.Ordinal)];

    public IReadOnlyCollection<(StreamId Stream, string Id)> Operations => _operations;

    public IReadOnlyCollection<Claim> Claims => _claims;

    /// <summary>Facts in which nothing is there yet; what the database has is then filled in.</summary>
    public GroupFacts Nothing()
    {
        var facts = new GroupFacts();
        foreach (var stream in _streams)
        {
            facts.Heads[new(stream)] = new StreamHead();
        }

        foreach (var message in _messages)
        {
            facts.Messages[message] = null;
        }

        foreach (var key in _usedKeys)
        {
            facts.KeysClosed[key] = false;
        }

        foreach (var operation in _operations)
        {
            facts.Operations[operation] = null;
        }

        foreach (var claim in _claims)
        {
            facts.Owners[claim] = null;
        }

        return facts;
    }
}
