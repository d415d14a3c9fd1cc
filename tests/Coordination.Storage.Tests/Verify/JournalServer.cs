using System.Data;
using System.Data.Common;
using Coordination.Shared;
using Coordination.Storage.Postgres;
using Coordination.Storage.Scan;
using Coordination.Storage.SqlServer;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A database server to which a journal is brought that was written to a data file, as it is: hashes do not depend on the engine.</summary>
internal abstract class JournalServer
{
    public static readonly string[] Tables = ["stream", "event", "link", "writer", "original", "setting"];

    /// <summary>Makes the tables, with <c>row_table</c> beside them.</summary>
    protected abstract string Schema { get; }

    public abstract DbConnection Connect(string database);

    public abstract JournalSource Source(string database);

    /// <summary>A new database that holds what a data file holds.</summary>
    public async Task<string> MakeAsync(JournalCopy from)
    {
        var database = await MakeDatabaseAsync();
        await ExecuteAsync(database, Schema);
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

    public async Task ExecuteAsync(string database, params string[] statements)
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

    public abstract Task<string> MakeDatabaseAsync();
}

/// <summary>The PostgreSQL of the tests.</summary>
internal sealed class PostgresJournalServer : JournalServer
{
    protected override string Schema =>
        """
        create table stream (stream text collate "C" primary key, version bigint not null, hash bytea not null, wrapped_key bytea);
        create table event (
          position bigint primary key, stream text collate "C" not null, version bigint not null, type text collate "C" not null, schema bigint not null, at bigint not null,
          actor text collate "C" not null, cause text collate "C" not null, exercise bigint not null, body bytea not null, hash bytea not null,
          writer text collate "C" not null, link bigint not null, unique (stream, version));
        create table link (writer text collate "C", number bigint, events bigint not null, hash bytea not null, primary key (writer, number));
        create table writer (writer text collate "C" primary key, groups bigint not null, link bigint not null, hash bytea not null);
        create table original (id text collate "C" primary key, stream text collate "C" not null, bytes bytea not null);
        create table setting (name text collate "C" primary key, value text not null);
        create table row_table (name text collate "C" primary key, fingerprint text not null);
        """;

    public override DbConnection Connect(string database) => new NpgsqlConnection(database);

    public override JournalSource Source(string database) => new PostgresJournalSource(database);

    public override async Task<string> MakeDatabaseAsync() => await (await PostgresServer.SharedAsync()).MakeDatabaseAsync();
}

/// <summary>The SQL Server that COORDINATION_SQLSERVER names.</summary>
internal sealed class SqlServerJournalServer : JournalServer
{
    /// <summary>Texts are compared by their code units.</summary>
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

    protected override string Schema => Tables2019;

    public override DbConnection Connect(string database) => new SqlConnection(database);

    public override JournalSource Source(string database) => new SqlServerJournalSource(database);

    public override Task<string> MakeDatabaseAsync() => SqlServerServer.MakeDatabaseAsync();
}
