using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace Coordination.Storage.Snapshots;

/// <summary>The disposable file with the snapshots of grains. What cannot be used is deleted and made again: it costs only time.</summary>
public static class SnapshotDatabase
{
    /// <summary>The shape of the tables and of the names in them; a file of another shape is made again.</summary>
    private const int Shape = 2;

    /// <summary>Makes the file ready, anew where it is missing, damaged or of another version. Call it before the silo starts.</summary>
    /// <returns>Connections to it.</returns>
    public static async Task<SnapshotDataSource> PrepareAsync(string path, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = new SnapshotDataSource(path);
        try
        {
            if (!await Task.Run(() => IsGood(path), cancellationToken))
            {
                if (File.Exists(path))
                {
                    SnapshotLog.MadeAgain(logger ?? NullLogger.Instance, path);
                }

                source.ClearPool();
                await Task.Run(() => Make(path), cancellationToken);
            }

            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    private static bool IsGood(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWrite);
            return Scalar(connection, "pragma user_version") == Shape.ToString(CultureInfo.InvariantCulture)
                && Scalar(connection, "pragma quick_check(1)") == "ok";
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT)
        {
            return false;
        }
    }

    private static void Make(string path)
    {
        // The side files first: beside a new database they would be taken for its own.
        foreach (var ending in (string[])["-wal", "-shm", "-journal", ""])
        {
            File.Delete(path + ending);
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        Scalar(connection, "pragma journal_mode = wal");
        using var transaction = connection.BeginTransaction();
        Execute(connection, transaction, Script());
        Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {Shape}"));
        transaction.Commit();
    }

    private static string Script()
    {
        using var stream = typeof(SnapshotDatabase).Assembly.GetManifestResourceStream("Coordination.Storage.Snapshots.Scripts.snapshots.sql")
            ?? throw new InvalidOperationException("The script of the snapshot tables is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string text)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
