using Coordination.Storage.Journal;
using Coordination.Storage.SqlServer;

namespace Coordination.Storage.Tests.SqlServer;

/// <summary>All statements that the journal sends to SQL Server, by name, with the parameters that are sent with each.</summary>
internal static class Statements
{
    private static readonly string[] GroupParameters =
    [
        "@writer", "@group", "@link", "@link_hash", "@now", "@slots", "@open_keys", "@heads", "@moved_heads", "@claims", "@lost_claims", "@done", "@done_messages", "@parked", "@closed_keys",
        "@operations", "@originals", "@events", "@event_count", "@messages",
    ];

    private static readonly string[] Places = ["@places0", "@places1", "@places2", "@places3"];

    public static IReadOnlyDictionary<string, (string Text, string[] Parameters)> All { get; } = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        ["facts"] = (SqlServerFacts.Look, ["@streams", "@messages", "@keys", "@operations", "@claims"]),
        ["group"] = (SqlServerPlanSql.First + SqlServerPlanSql.Last, GroupParameters),
        ["take over"] = (SqlServerEngine.TakeOver, ["@writer"]),
        ["undo"] = (SqlServerEngine.Undo, []),
        ["head"] = (SqlServerJournal.Head, ["@stream"]),
        ["stream"] = (SqlServerJournal.Stream, ["@stream", "@after"]),
        ["claim owners"] = (SqlServerJournal.ClaimOwners, ["@claims"]),
        ["operation"] = (SqlServerJournal.FindOperation, ["@stream", "@id"]),
        ["reserve"] = (SqlServerJournal.Reserve, ["@name", "@count"]),
        ["original"] = (SqlServerJournal.FindOriginal, ["@id"]),
        ["claim due"] = (SqlServerOutboxSql.ClaimDue, [.. Places, "@may_judge", "@max_claims", "@me", "@now", "@until", "@code", "@detail"]),
        ["next due"] = (SqlServerOutboxSql.NextDue, [.. Places, "@now"]),
        ["renew"] = (SqlServerOutboxSql.Renew, ["@ids", "@me", "@until"]),
        ["release"] = (SqlServerOutboxSql.Release, ["@ids", "@me", "@due"]),
        ["failures"] = (SqlServerOutboxSql.FailuresOf, ["@id", "@me"]),
        ["come again"] = (SqlServerOutboxSql.ComeAgain, ["@id", "@me", "@failures", "@due"]),
        ["park failed"] = (SqlServerOutboxSql.ParkFailed, ["@id", "@me", "@failures", "@code", "@detail"]),
        ["is closed"] = (SqlServerOutboxSql.IsClosed, ["@key"]),
        ["parked"] = (SqlServerOutboxSql.Parked, []),
        ["unpark"] = (SqlServerOutboxSql.Unpark, ["@id", "@now"]),
        ["state"] = (SqlServerOutboxSql.State, ["@now"]),
        ["give up own"] = (SqlServerOutboxSql.GiveUpOwn, ["@me"]),
        ["horizon"] = (SqlServerFeed.Horizon, []),
        ["look"] = (SqlServerFeed.Look, ["@next", "@missing"]),
        ["enter"] = (SqlServerPresence.Enter, ["@process"]),
        ["ask"] = (SqlServerPresence.Ask, ["@process"]),
        ["join"] = (SqlServerServers.Join, []),
        ["exclude"] = (SqlServerServers.Exclude, []),
        ["heads"] = (SqlServerUpkeep.Heads, []),
        ["forget operations"] = (SqlServerUpkeep.ForgetOperations, ["@most", "@before"]),
        ["forget keys"] = (SqlServerUpkeep.ForgetKeys, ["@most", "@before"]),
        ["erasure"] = (SqlServerErasure.First + SqlServerErasure.Last, ["@erased_stream", "@sent_from", "@sent_to"]),
        ["forget originals"] = (SqlServerErasure.Originals, ["@ids"]),
        ["count messages"] = (SqlServerErasure.Messages, ["@stream", "@sent_from", "@sent_to"]),
        ["content key"] = (SqlServerContents.FindKey, ["@stream"]),
        ["begin content"] = (SqlServerContents.Begin, ["@content", "@stream", "@begun_at", "@bytes"]),
        ["add to content"] = (SqlServerContents.Add, ["@content", "@number", "@bytes"]),
        ["settle content"] = (SqlServerContents.Settle, ["@content"]),
        ["read content"] = (SqlServerContents.Read, ["@stream", "@content", "@number"]),
        ["delete content"] = (SqlServerContents.Delete, ["@content"]),
        ["unsettled contents"] = (SqlServerContents.Unsettled, ["@most", "@before"]),
        ["schema lock"] = (SqlServerSchema.Lock, []),
        ["has versions"] = (SqlServerSchema.HasVersions, []),
        ["versions"] = (SqlServerSchema.Versions, []),
        ["setting 0"] = (SqlServerSchema.Settings[0], []),
        ["setting 1"] = (SqlServerSchema.Settings[1], []),
        ["setting 2"] = (SqlServerSchema.Settings[2], []),
        ["time"] = (SqlServerStore.Time, []),
        ["has events"] = (SqlServerStore.HasEvents, []),
        ["find setting"] = (DatabaseMaster.FindSetting, ["@name"]),
        ["make setting"] = (DatabaseMaster.MakeSetting, ["@name", "@value"]),
    };
}
