using System.Data;
using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.Scan;
using Coordination.Storage.SqlServer;
using Microsoft.Data.SqlClient;

namespace Coordination.Storage.Tests.Verify;

/// <summary>The SQL Server that COORDINATION_SQLSERVER names. A journal that was written to a data file is brought there as it is: hashes do not depend on the engine.</summary>
internal static class SqlServerJournalServer
{
    public static readonly string[] Tables = ["stream", "event", "link", "writer", "original", "setting"];

    /// <summary>The tables, with <c>row_table</c> beside them. Texts are compared by their code units.</summary>
    internal const string Tables2019 =
        """
        create table stream (stream nvarchar(200) collate Latin1_General_100_BIN2 primary key, version bigint not null, hash varbinary(32) not null, wrapped_key varbinary(200));
        create table event (
          position bigint primary key, stream nvarchar(200) collate Latin1_General_100_BIN2 not null, version bigint not null, type nvarchar(100) not null, [schema] bigint not null,
          at bigint not null, actor nvarchar(200) not null, cause nvarchar(200) not null, exercise bit not null, body varbinary(max) not null, hash varbinary(32) not null,
          writer nvarchar(32) collate Latin1_General_100_BIN2 not null, link bigint not null, unique (stream, version));
        create table link (writer nvarchar(32) collate Latin1_General_100_BIN2, number bigint, events bigint not null, hash varbinary(32) not null, primary key (writer, number));
        create table writer (writer nvarchar(32) collate Latin1_General_100_BIN2 primary key, groups bigint not null, link bigint not null, hash varbinary(32) not null);
        create table original (id nvarchar(200) collate Latin1_General_100_BIN2 primary key, stream nvarchar(200) not null, bytes varbinary(max) not null);
        create table setting (name nvarchar(100) collate Latin1_General_100_BIN2 primary key, value nvarchar(max) not null);
        create table row_table (name nvarchar(100) not null primary key, fingerprint nvarchar(100) not null);
        """;

    public static DbConnection Connect(string database) => new SqlConnection(database);

    public static JournalSource Source(string database) => new SqlServerJournalSource(database);

    public static Task<string> MakeDatabaseAsync() => SqlServerServer.MakeDatabaseAsync();

    /// <summary>A new database that holds what a data file holds.</summary>
    public static async Task<string> MakeAsync(JournalCopy from)
    {
        var database = await MakeDatabaseAsync();
        await ExecuteAsync(database, Tables2019);
        await using var connection = Connect(database);
        await connection.OpenAsync();
        foreach (var table in Tables)
        {
            foreach (var row in from.Rows($"select * from {table}"))
            {
                await using var insert = connection.CreateCommand();
                insert.CommandText = $"insert into {table} values ({string.Join(", ", row.Select((_, index) => $"@p{index}"))})";
                foreach (var value in row)
                {
                    var parameter = insert.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = ($"@p{insert.Parameters.Count}", value);
                    if (value is DBNull)
                    {
                        // Only a key can be missing.
                        parameter.DbType = DbType.Binary;
                    }

                    insert.Parameters.Add(parameter);
                }

                await insert.ExecuteNonQueryAsync();
            }
        }

        return database;
    }

    public static async Task ExecuteAsync(string database, params string[] statements)
    {
        await using var connection = Connect(database);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}
