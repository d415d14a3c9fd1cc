using Coordination.Domain.Journal;
using Coordination.Simulation.Bugs;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>Reads what a group must know before it is decided, as the engines do.</summary>
internal static class FactReader
{
    public static GroupFacts Read(Database database, IReadOnlyList<PreparedCommit> commits, Bug bug)
    {
        var facts = new GroupFacts();
        foreach (var prepared in commits)
        {
            Read(database, facts, prepared.Commit, bug);
        }

        return facts;
    }

    private static void Read(Database database, GroupFacts facts, Commit commit, Bug bug)
    {
        if (!facts.Heads.ContainsKey(commit.Stream))
        {
            var head = database.Streams.TryGetValue(commit.Stream, out var row)
                ? new StreamHead { Exists = true, Version = row.Version, Hash = row.Hash, WrappedKey = row.WrappedKey }
                : new StreamHead();
            if (bug == Bug.VersionsAreNotFenced && head.Exists)
            {
                head.Version = commit.ExpectedVersion;
            }

            if (bug == Bug.ChainIsBroken && head.Version % 7 == 6)
            {
                head.Hash = [];
            }

            facts.Heads[commit.Stream] = head;
        }

        foreach (var id in commit.Done.Concat(commit.Park.Select(order => order.MessageId)))
        {
            facts.Messages[id] = bug == Bug.MessagesAreAnsweredTwice ? new(null) : database.Messages.TryGetValue(id, out var message) ? new(message.Message.Key) : null;
        }

        foreach (var key in commit.OpenKeys.Concat(commit.Arm.Where(message => message.Key is not null).Select(message => message.Key!)))
        {
            facts.KeysClosed[key] = bug != Bug.ClosedKeysAreForgotten && database.ClosedKeys.ContainsKey(key);
        }

        foreach (var operation in commit.Operations)
        {
            facts.Operations[(commit.Stream, operation.Id)] = bug == Bug.OperationsAreForgotten ? null : database.Operations.GetValueOrDefault((commit.Stream, operation.Id));
        }

        foreach (var claim in commit.Claims.Concat(commit.Releases))
        {
            facts.Owners[claim] = bug != Bug.ClaimsAreNotKept && database.Claims.TryGetValue(claim, out var owner) ? owner : null;
        }
    }
}
