using System.Text.Json;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// Reads what must be known of a group, in one round trip and without holding a lock: it shows what is committed. Whether it is still so is looked at
/// under locks when the group is written (<see cref="SqlServerPlanSql"/>).
/// </summary>
internal static class SqlServerFacts
{
    internal const string Look = """
        set nocount on;
        set lock_timeout 6000;
        select s.stream, s.version, s.hash, s.wrapped_key from @streams as w inner loop join stream as s with (forceseek) on s.stream = w.value;
        select o.id, o.[key] from @messages as w inner loop join outbox as o with (forceseek) on o.id = w.value;
        select k.[key] from @keys as w inner loop join closed_key as k with (forceseek) on k.[key] = w.value;
        select o.stream, o.id, o.request_hash, o.version, o.refusal from @operations as w inner loop join operation as o with (forceseek) on o.stream = w.stream and o.id = w.id;
        select c.kind, c.value, c.owner from @claims as w inner loop join claim as c with (forceseek) on c.kind = w.kind and c.value = w.value;
        """;

    public static GroupFacts Read(SqlConnection connection, FactsWanted wanted)
    {
        var facts = wanted.Nothing();
        using var command = new SqlCommand(Look, connection);
        command.Parameters.Add(SqlServerTables.Texts("@streams", wanted.Streams));
        command.Parameters.Add(SqlServerTables.Texts("@messages", wanted.Messages));
        command.Parameters.Add(SqlServerTables.Texts("@keys", wanted.UsedKeys));
        command.Parameters.Add(SqlServerTables.OperationNames("@operations", wanted.Operations));
        command.Parameters.Add(SqlServerTables.Claims("@claims", [.. wanted.Claims.Select(claim => new ClaimChange(claim, null, null))]));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            facts.Heads[new(reader.Text(0))] = new StreamHead
            {
                Exists = true,
                Version = reader.GetInt64(1),
                Hash = reader.GetFieldValue<byte[]>(2),
                WrappedKey = reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
            };
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.Messages[reader.Text(0)] = new(reader.TextOrNull(1));
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.KeysClosed[reader.Text(0)] = true;
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.Operations[(new(reader.Text(0)), reader.Text(1))] = ReadOperation(reader, 1);
        }

        reader.NextResult();
        while (reader.Read())
        {
            facts.Owners[new(reader.Text(0), reader.Text(1))] = new StreamId(reader.Text(2));
        }

        return facts;
    }

    /// <summary>An operation whose id, hash, version and refusal stand from this column on.</summary>
    public static OperationRecord ReadOperation(SqlDataReader reader, int at) => new(
        reader.Text(at), reader.Text(at + 1), reader.GetInt64(at + 2), reader.IsDBNull(at + 3) ? null : JsonSerializer.Deserialize<Refusal>(reader.Text(at + 3), Wire.Json));
}
