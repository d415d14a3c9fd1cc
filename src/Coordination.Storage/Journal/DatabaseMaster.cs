using System.Data;
using System.Data.Common;

namespace Coordination.Storage.Journal;

/// <summary>Which master key a database on a server belongs to. Every process of it has the same key; none makes one by itself.</summary>
internal static class DatabaseMaster
{
    internal const string FindSetting = "select value from setting where name = @name";

    internal const string MakeSetting = "insert into setting (name, value) select @name, @value where not exists (select 1 from setting where name = @name)";

    /// <summary>The key in the folder, if it is the database's.</summary>
    public static async Task<MasterKey> OpenAsync(DbConnection connection, string keyFolder, string where, CancellationToken cancellationToken)
    {
        var expected = await FindAsync(connection, cancellationToken)
            ?? throw new JournalSchemaException($"{where} has no master key yet. Run `coordctl migrate` first; it makes one in its key folder, and every server needs a copy.");
        var master = MasterKey.Open(keyFolder, mayMake: false);
        return expected == master.Id
            ? master
            : throw new InvalidOperationException($"The master key in {keyFolder} is {master.Id}, but {where} was written with {expected}. Put the key that belongs to it there.");
    }

    /// <summary>For the migration: makes the key where the database has none, and says which one it has.</summary>
    public static async Task<MasterKey> MakeAsync(DbConnection connection, string keyFolder, string where, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, cancellationToken) is null)
        {
            var made = MasterKey.Open(keyFolder, mayMake: true);
            await using var write = Command(connection, MakeSetting);
            Add(write, "value", made.Id);
            try
            {
                await write.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (DbException) when (!cancellationToken.IsCancellationRequested)
            {
                // Another migration at the same moment was first. Whatever else it was shows when the key is opened.
            }
        }

        return await OpenAsync(connection, keyFolder, where, cancellationToken);
    }

    private static async Task<string?> FindAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var find = Command(connection, FindSetting);
        return (string?)await find.ExecuteScalarAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "name", MasterKey.Setting);
        return command;
    }

    private static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Size, parameter.Value) = (name, DbType.String, 400, value);
        command.Parameters.Add(parameter);
    }
}
