using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>What the database had when a group was decided, before the group moved it on.</summary>
internal sealed class FactsBefore(GroupFacts facts)
{
    private readonly Dictionary<StreamId, long> _versions = facts.Heads.ToDictionary(pair => pair.Key, pair => pair.Value.Exists ? pair.Value.Version : HeadChange.Absent);

    public IReadOnlyDictionary<Claim, StreamId?> Owners { get; } = new Dictionary<Claim, StreamId?>(facts.Owners);

    /// <summary>The version that the stream had, or that there was none.</summary>
    public long VersionOf(StreamId stream) => _versions[stream];
}

/// <summary>Who writes a group: its name, its group's number, its last link after it, and until when it holds what it arms for itself.</summary>
internal readonly record struct GroupSignature(string Writer, long Group, long Link, byte[] LinkHash, long Now, long LeaseUntil);

/// <summary>Makes the request that writes what a group changes.</summary>
internal static class SqlServerPlanWriter
{
    /// <summary>The request, or null where nothing changes.</summary>
    public static SqlCommand? Write(GroupPlan plan, FactsBefore before, IReadOnlySet<string> leased, GroupSignature signature)
    {
        var changes = new GroupChanges(plan, before.Owners);
        if (IsNothing(plan, changes))
        {
            return null;
        }

        var heads = HeadsOf(plan, before);
        var claims = ClaimsOf(plan, before);
        var rows = Rows(plan);
        var command = new SqlCommand(SqlServerPlanSql.First + string.Concat(rows.Select(statement => statement.Text + "\n")) + SqlServerPlanSql.Last);
        command.Parameters.AddRange(
        [
            SqlServerValue.Text("@writer", signature.Writer),
            SqlServerValue.Long("@group", signature.Group),
            SqlServerValue.Long("@link", signature.Link),
            SqlServerValue.Hash("@link_hash", signature.LinkHash),
            SqlServerValue.Long("@now", signature.Now),
            SqlServerTables.Slots("@slots", SlotsOf(plan)),
            SqlServerTables.Texts("@open_keys", plan.Winners.SelectMany(winner => UsedKeysOf(winner.Commit)).Order(StringComparer.Ordinal)),
            SqlServerTables.Heads("@heads", heads),
            SqlServerValue.Int("@moved_heads", heads.Count(head => head.Was >= 0 && head.Head.Changed)),
            SqlServerTables.Claims("@claims", claims),
            SqlServerValue.Int("@lost_claims", claims.Count(change => change.Before is not null && change.After != change.Before)),
            SqlServerTables.Texts("@done", changes.Done),
            SqlServerValue.Int("@done_messages", changes.Done.Count),
            SqlServerTables.Parked("@parked", changes.Park),
            SqlServerTables.Texts("@closed_keys", changes.KeysClosed),
            SqlServerTables.Operations("@operations", changes.Operations),
            SqlServerTables.Originals("@originals", changes.Originals),
            SqlServerTables.Events("@events", plan.Events),
            SqlServerValue.Int("@event_count", plan.Events.Count),
            SqlServerTables.Messages("@messages", changes.Arm, leased, signature.Writer, signature.LeaseUntil),
            .. rows.Select(statement => statement.Parameter),
        ]);
        return command;
    }

    /// <summary>The place of a key among the rows that guard keys. The same on every machine and in every version.</summary>
    internal static int SlotOf(string key) => BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsNothing(GroupPlan plan, GroupChanges changes)
        => plan.Events.Count + plan.Rows.Count + changes.NewHeads.Count + changes.MovedHeads.Count + changes.Done.Count + changes.Park.Count + changes.Operations.Count
            + changes.Originals.Count + changes.KeysClosed.Count + changes.Claims.Count + changes.Arm.Count == 0;

    /// <summary>The streams of all winners, also of those that only say something about them: they too were decided upon a version.</summary>
    private static List<HeadChange> HeadsOf(GroupPlan plan, FactsBefore before)
        => [.. plan.Winners.GroupBy(winner => winner.Stream).OrderBy(group => group.Key.Value, StringComparer.Ordinal)
            .Select(group => new HeadChange(group.Key, before.VersionOf(group.Key), group.Any(winner => winner.NeedsKey), plan.Facts.Heads[group.Key]))];

    private static List<ClaimChange> ClaimsOf(GroupPlan plan, FactsBefore before)
        => [.. plan.Winners.SelectMany(winner => winner.Commit.Claims.Concat(winner.Commit.Releases)).Distinct()
            .Select(claim => new ClaimChange(claim, before.Owners[claim], plan.Facts.Owners[claim]))
            .Where(change => change.Before is not null || change.After is not null)
            .OrderBy(change => change.Claim.Kind, StringComparer.Ordinal).ThenBy(change => change.Claim.Value, StringComparer.Ordinal)];

    private static IEnumerable<string> UsedKeysOf(Commit commit) => commit.OpenKeys.Concat(commit.Arm.Where(message => message.Key is not null).Select(message => message.Key!));

    private static List<int> SlotsOf(GroupPlan plan)
        => [.. plan.Winners.SelectMany(winner => UsedKeysOf(winner.Commit).Concat(winner.Commit.CloseKeys)).Distinct(StringComparer.Ordinal).Select(SlotOf).Distinct().Order()];

    /// <summary>The statements of the rows; each has a parameter of the same name, so they are given numbers.</summary>
    private static List<SqlServerRowStatement> Rows(GroupPlan plan)
    {
        var numbered = new List<SqlServerRowStatement>();
        foreach (var statement in SqlServerRowWriter.Of(plan.Rows.Values))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{statement.Parameter.ParameterName}_{numbered.Count}");
            var text = statement.Text.Replace(statement.Parameter.ParameterName, name, StringComparison.Ordinal);
            statement.Parameter.ParameterName = name;
            numbered.Add(new(text.EndsWith(';') ? text : text + ";", statement.Parameter));
        }

        return numbered;
    }
}
