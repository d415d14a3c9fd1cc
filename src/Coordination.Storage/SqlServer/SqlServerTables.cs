using System.Data;
using System.Data.SqlTypes;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;

namespace Coordination.Storage.SqlServer;

/// <summary>A stream as a group leaves it, and as it must still be.</summary>
/// <param name="Was">The version that the group was decided upon; <see cref="Absent"/> where there was no stream.</param>
/// <param name="NeedsKey">The group has encrypted something under the stream's key, which must therefore still be there.</param>
internal sealed record HeadChange(StreamId Stream, long Was, bool NeedsKey, StreamHead Head)
{
    public const long Absent = -1;
}

/// <summary>Many things at once, as values of the table types that the first script makes. Rows are made while they are sent; nothing is copied.</summary>
internal static class SqlServerTables
{
    private static readonly SqlMetaData[] TextList = [Text("value", StoredSize.Id)];
    private static readonly SqlMetaData[] SlotList = [Int("value")];
    private static readonly SqlMetaData[] VersionRangeList = [new("first", SqlDbType.Binary, 8), new("last", SqlDbType.Binary, 8)];
    private static readonly SqlMetaData[] OperationList = [Text("stream", StoredSize.Stream), Text("id", StoredSize.Operation), Text("request_hash", StoredSize.RequestHash), Long("version"), LongText("refusal")];
    private static readonly SqlMetaData[] ClaimList = [Text("kind", StoredSize.ClaimKind), Text("value", StoredSize.ClaimValue), Text("was_owner", StoredSize.Stream), Text("owner", StoredSize.Stream)];
    private static readonly SqlMetaData[] HeadList = [Text("stream", StoredSize.Stream), Long("was"), Int("needs_key"), Int("changed"), Long("version"), Bytes("hash", 32), Bytes("wrapped_key", 200)];
    private static readonly SqlMetaData[] OriginalList = [Text("id", StoredSize.Id), Text("stream", StoredSize.Stream), Bytes("bytes", SqlMetaData.Max)];
    private static readonly SqlMetaData[] ParkList = [Text("id", StoredSize.Id), Text("code", StoredSize.Code), LongText("detail")];

    private static readonly SqlMetaData[] EventList =
    [
        Int("number"), Text("stream", StoredSize.Stream), Long("version"), Text("type", StoredSize.Type), Int("schema"), Long("at"), Text("actor", StoredSize.Actor),
        Text("cause", StoredSize.Cause), Int("exercise"), Bytes("body", SqlMetaData.Max), Bytes("hash", 32),
    ];

    private static readonly SqlMetaData[] MessageList =
    [
        Text("id", StoredSize.Id), Text("target", StoredSize.Stream), Bytes("body", SqlMetaData.Max), Int("priority"), Long("due"), Text("key", StoredSize.Id), Long("sender_version"),
        Text("owner", StoredSize.Writer), Long("lease_until"), Int("claims"), Int("failures"),
    ];

    /// <summary>The types by name, for the test that compares them with the script.</summary>
    internal static IReadOnlyDictionary<string, SqlMetaData[]> Types { get; } = new Dictionary<string, SqlMetaData[]>(StringComparer.Ordinal)
    {
        ["text_list"] = TextList,
        ["slot_list"] = SlotList,
        ["version_range_list"] = VersionRangeList,
        ["operation_list"] = OperationList,
        ["claim_list"] = ClaimList,
        ["head_list"] = HeadList,
        ["event_list"] = EventList,
        ["original_list"] = OriginalList,
        ["park_list"] = ParkList,
        ["message_list"] = MessageList,
    };

    /// <summary>Each text once. A text that is too long to be anything's name is left out.</summary>
    public static SqlParameter Texts(string name, IEnumerable<string> texts)
        => Rows(name, "text_list", [.. texts.Where(text => StoredSize.Fits(text, StoredSize.Id)).Distinct(StringComparer.Ordinal)], static (row, text) => row.Put(0, text));

    public static SqlParameter Slots(string name, IReadOnlyCollection<int> slots) => Rows(name, "slot_list", slots, static (row, slot) => row.SetInt32(0, slot));

    public static SqlParameter Ranges(string name, IReadOnlyCollection<(byte[] First, byte[] Last)> ranges) => Rows(name, "version_range_list", ranges, static (row, range) =>
    {
        row.SetSqlBinary(0, new(range.First));
        row.SetSqlBinary(1, new(range.Last));
    });

    public static SqlParameter OperationNames(string name, IReadOnlyCollection<(StreamId Stream, string Id)> operations) => Rows(name, "operation_list", operations, static (row, operation) =>
    {
        row.Put(0, operation.Stream.Value);
        row.Put(1, operation.Id);
        row.SetDBNull(2);
        row.SetDBNull(3);
        row.SetDBNull(4);
    });

    public static SqlParameter Operations(string name, IReadOnlyCollection<(StreamId Stream, OperationRecord Operation)> operations) => Rows(name, "operation_list", operations, static (row, one) =>
    {
        row.Put(0, one.Stream.Value);
        row.Put(1, one.Operation.Id);
        row.Put(2, one.Operation.RequestHash);
        row.SetInt64(3, one.Operation.Version);
        row.Put(4, one.Operation.Refusal is { } refusal ? JsonSerializer.Serialize(refusal, Wire.Json) : null);
    });

    public static SqlParameter Claims(string name, IReadOnlyCollection<ClaimChange> claims) => Rows(name, "claim_list", claims, static (row, change) =>
    {
        row.Put(0, change.Claim.Kind);
        row.Put(1, change.Claim.Value);
        row.Put(2, change.Before?.Value);
        row.Put(3, change.After?.Value);
    });

    public static SqlParameter Heads(string name, IReadOnlyCollection<HeadChange> heads) => Rows(name, "head_list", heads, static (row, change) =>
    {
        row.Put(0, change.Stream.Value);
        row.SetInt64(1, change.Was);
        row.SetInt32(2, change.NeedsKey ? 1 : 0);
        row.SetInt32(3, change.Head.Changed ? 1 : 0);
        row.SetInt64(4, change.Head.Version);
        row.Put(5, change.Head.Hash);
        row.Put(6, change.Head.WrappedKey);
    });

    /// <summary>In this order they get their positions.</summary>
    public static SqlParameter Events(string name, IReadOnlyList<PlannedEvent> events) => Rows(name, "event_list", [.. events.Index()], static (row, one) =>
    {
        row.SetInt32(0, one.Index);
        row.Put(1, one.Item.Stream.Value);
        row.SetInt64(2, one.Item.Version);
        row.Put(3, one.Item.Event.Type);
        row.SetInt32(4, one.Item.Event.Schema);
        row.SetInt64(5, one.Item.At);
        row.Put(6, one.Item.Event.Actor.Value);
        row.Put(7, one.Item.Event.Cause);
        row.SetInt32(8, one.Item.Event.Exercise ? 1 : 0);
        row.Put(9, one.Item.Body);
        row.Put(10, one.Item.Hash);
    });

    public static SqlParameter Originals(string name, IReadOnlyCollection<(StreamId Stream, string Id, byte[] Bytes)> originals) => Rows(name, "original_list", originals, static (row, one) =>
    {
        row.Put(0, one.Id);
        row.Put(1, one.Stream.Value);
        row.Put(2, one.Bytes);
    });

    public static SqlParameter Parked(string name, IReadOnlyCollection<ParkOrder> orders) => Rows(name, "park_list", orders, static (row, order) =>
    {
        row.Put(0, order.MessageId);
        row.Put(1, order.Code);
        row.Put(2, order.Detail);
    });

    /// <param name="holder">Who holds those in <paramref name="leased"/>, until when.</param>
    public static SqlParameter Messages(string name, IReadOnlyCollection<OutboxMessage> messages, IReadOnlySet<string> leased, string holder, long until) => Rows(name, "message_list", messages, (row, message) =>
    {
        row.Put(0, message.Id);
        row.Put(1, message.Target.Value);
        row.Put(2, message.Body.ToArray());
        row.SetInt32(3, (int)message.Priority);
        row.SetInt64(4, Microseconds.Of(message.Due));
        row.Put(5, message.Key);
        row.SetInt64(6, message.SenderVersion);
        row.Put(7, leased.Contains(message.Id) ? holder : null);
        row.SetSqlInt64(8, leased.Contains(message.Id) ? until : SqlInt64.Null);
        row.SetInt32(9, message.Claims);
        row.SetInt32(10, message.Failures);
    });

    private static SqlParameter Rows<T>(string name, string type, IReadOnlyCollection<T> items, Action<SqlDataRecord, T> fill)
        // A table without rows is said by null: the client takes no empty sequence.
        => new(name, SqlDbType.Structured) { TypeName = type, Value = items.Count == 0 ? null : Records(Types[type], items, fill) };

    private static IEnumerable<SqlDataRecord> Records<T>(SqlMetaData[] columns, IReadOnlyCollection<T> items, Action<SqlDataRecord, T> fill)
    {
        var row = new SqlDataRecord(columns);
        foreach (var item in items)
        {
            fill(row, item);
            yield return row;
        }
    }

    private static void Put(this SqlDataRecord row, int column, string? text) => row.SetSqlString(column, text is null ? SqlString.Null : new(StoredText.Keep(text)));

    private static void Put(this SqlDataRecord row, int column, byte[]? bytes) => row.SetSqlBinary(column, bytes is null ? SqlBinary.Null : new(bytes));

    private static SqlMetaData Text(string name, int size) => new(name, SqlDbType.NVarChar, size);

    private static SqlMetaData LongText(string name) => new(name, SqlDbType.NVarChar, SqlMetaData.Max);

    private static SqlMetaData Bytes(string name, long size) => new(name, SqlDbType.VarBinary, size);

    private static SqlMetaData Int(string name) => new(name, SqlDbType.Int);

    private static SqlMetaData Long(string name) => new(name, SqlDbType.BigInt);
}
