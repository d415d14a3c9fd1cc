using System.Buffers;
using System.Data;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coordination.Domain.Journal;
using Coordination.Storage.Journal;
using Coordination.Storage.Rows;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>A statement on rows and its one parameter.</summary>
internal sealed record SqlServerRowStatement(string Text, SqlParameter Parameter);

/// <summary>Writes many rows with two statements for each table, whatever their number; the rows travel as one JSON text.</summary>
internal static class SqlServerRowWriter
{
    // Shorter than escaping all that is not ASCII; what must be escaped still is.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds what writes these rows to statements that go to the server together.</summary>
    public static void AddTo(SqlBatch batch, IEnumerable<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var statement in Of(rows))
        {
            var command = new SqlBatchCommand(statement.Text);
            command.Parameters.Add(statement.Parameter);
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>What writes these rows, in this order. Of a row that occurs more than once, the last counts.</summary>
    public static IReadOnlyList<SqlServerRowStatement> Of(IEnumerable<(PreparedRow Row, StreamId Stream, long Version)> rows)
    {
        var statements = new List<SqlServerRowStatement>();
        // Tables and ids always in the same order, so that two writers seldom lock each other out; where they do, the journal tries its group again.
        foreach (var table in rows.GroupBy(each => each.Row.Table.Name, StringComparer.Ordinal).OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            var last = new SortedDictionary<string, (PreparedRow Row, StreamId Stream, long Version)>(StringComparer.Ordinal);
            foreach (var each in table)
            {
                last[SqlServerText.Key(each.Row.Id, SqlServerText.IdSize, "a row's id")] = each;
            }

            var sql = SqlServerRowTable.Of(table.First().Row.Table);
            if (last.Where(each => each.Value.Row.Body is null).Select(each => each.Key).ToList() is { Count: > 0 } deleted)
            {
                statements.Add(new(sql.Delete, Rows(json => deleted.ForEach(json.WriteStringValue))));
            }

            if (last.Where(each => each.Value.Row.Body is not null).ToList() is { Count: > 0 } put)
            {
                statements.Add(new(sql.Upsert, Rows(json => put.ForEach(each => Write(json, each.Key, each.Value.Row, each.Value.Stream, each.Value.Version)))));
            }
        }

        return statements;
    }

    /// <summary>What deletes all rows of a stream that is erased.</summary>
    public static IReadOnlyList<SqlServerRowStatement> OfErasure(IEnumerable<RowTable> tables, StreamId stream)
        => [.. tables.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => new SqlServerRowStatement(
            SqlServerRowTable.Of(table).DeleteOfStream, new("@stream", SqlDbType.NVarChar, SqlServerText.StreamSize) { Value = StreamKey(stream) }))];

    private static string StreamKey(StreamId stream) => SqlServerText.Key(stream.Value, SqlServerText.StreamSize, "a stream's name");

    private static SqlParameter Rows(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        return new("@rows", SqlDbType.NVarChar, -1) { Value = Encoding.UTF8.GetString(bytes.WrittenSpan) };
    }

    private static void Write(Utf8JsonWriter json, string id, PreparedRow row, StreamId stream, long version)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("stream", StreamKey(stream));
        json.WriteNumber("version", version);
        json.WritePropertyName("body");
        json.WriteRawValue(row.Body, skipInputValidation: true);
        for (var number = 0; number < row.Values.Length; number++)
        {
            switch (row.Values[number])
            {
                case string text:
                    json.WriteString($"c{number}", SqlServerDialect.Only.Kept(row.Table, row.Table.Columns[number].Name, text));
                    break;
                case long value:
                    json.WriteNumber($"c{number}", value);
                    break;
            }
        }

        if (row.Table.SearchText is not null)
        {
            var words = SearchTokens.Of(row.SearchText ?? "");
            json.WriteString("search", words.Count == 0 ? "" : $" {string.Join(' ', words)} ");
            json.WriteStartArray("words");
            foreach (var word in words.Distinct(StringComparer.Ordinal))
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
