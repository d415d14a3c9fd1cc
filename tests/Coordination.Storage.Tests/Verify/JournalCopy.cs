using System.Data.Common;
using System.Globalization;
using Coordination.Storage.Scan;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A copy of a journal, and what an intruder with the database in hand can do to it. Parameters are <c>@p1</c>, <c>@p2</c> and so on.</summary>
internal abstract class JournalCopy : IAsyncDisposable
{
    /// <param name="from">The folder whose keys and checkpoints it gets, with all that is in there.</param>
    protected JournalCopy(string from)
    {
        Folder = Directory.CreateTempSubdirectory("coordination-verify-").FullName;
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    public string Folder { get; }

    public string KeyFolder => Path.Combine(Folder, "keys");

    public string CheckpointFolder => Path.Combine(Folder, "checkpoints");

    public abstract JournalSource Source { get; }

    protected DbConnection Connection { get; init; } = null!;

    public Task<VerifyReport> VerifyAsync() => VerifyAsync(Source);

    public Task<VerifyReport> VerifyAsync(JournalSource source, params string[] moreCheckpoints)
        => JournalVerifier.VerifyAsync(source, KeyFolder, [CheckpointFolder, .. moreCheckpoints], null, CancellationToken.None);

    public int Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Numbers and flags come as <see cref="long"/>.</summary>
    public List<object[]> Rows(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is bool or int or short ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : value)]);
        }

        return rows;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private DbCommand Command(string sql, object?[] values)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values.Length; index++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{index + 1}", values[index] ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>A copy on which the engine's own store can be opened.</summary>
internal abstract class OpenableCopy(string from) : JournalCopy(from)
{
    public abstract Task<IStore> OpenAsync(FakeTimeProvider clock);
}
