using Coordination.Storage.Journal;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>Which master key a database belongs to. Every process of it has the same key; none makes one by itself.</summary>
internal static class PostgresMaster
{
    /// <summary>The key in the folder, if it is the database's.</summary>
    public static async Task<MasterKey> OpenAsync(NpgsqlConnection connection, string keyFolder, string where, CancellationToken cancellationToken)
    {
        var expected = await FindAsync(connection, cancellationToken)
            ?? throw new JournalSchemaException($"{where} has no master key yet. Run `coordctl migrate` first; it makes one in its key folder, and every server needs a copy.");
        var master = MasterKey.Open(keyFolder, mayMake: false);
        return expected == master.Id
            ? master
            : throw new InvalidOperationException($"The master key in {keyFolder} is {master.Id}, but {where} was written with {expected}. Put the key that belongs to it there.");
    }

    /// <summary>For the migration: makes the key where the database has none, and says which one it has.</summary>
    public static async Task<MasterKey> MakeAsync(NpgsqlConnection connection, string keyFolder, string where, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, cancellationToken) is null)
        {
            var made = MasterKey.Open(keyFolder, mayMake: true);
            await using var write = new NpgsqlCommand($"insert into setting (name, value) values ('{MasterKey.Setting}', $1) on conflict (name) do nothing", connection);
            write.Parameters.Add(new NpgsqlParameter<string> { TypedValue = made.Id });
            await write.ExecuteNonQueryAsync(cancellationToken);
        }

        return await OpenAsync(connection, keyFolder, where, cancellationToken);
    }

    private static async Task<string?> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand($"select value from setting where name = '{MasterKey.Setting}'", connection);
        return (string?)await find.ExecuteScalarAsync(cancellationToken);
    }
}
