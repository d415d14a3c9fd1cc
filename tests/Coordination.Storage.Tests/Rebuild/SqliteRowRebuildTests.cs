using Coordination.Storage.Rebuild;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Sqlite.Rows;
using Coordination.Storage.Tests.Verify;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Rebuild;

public sealed class SqliteRowRebuildTests : RowRebuildTests
{
    private SqliteOptions Options => SqliteCopy.OptionsIn(Folder);

    protected override Task<IStore> OpenStoreAsync(FakeTimeProvider clock) => SqliteCopy.OpenAsync(Folder, clock);

    protected override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken, IProgress<RowRebuildProgress>? progress = null)
        => SqliteRebuild.RunAsync(Options, Tables, Kinds, NullLoggerFactory.Instance, progress, cancellationToken);

    protected override Task<bool> IsCurrentAsync()
    {
        using var session = SqliteSession.OpenReader(Options.DataFile);
        return Task.FromResult(RowSchema.IsCurrent(session, Tables));
    }

    protected override Task SpoilAsync(params string[] statements)
    {
        using var session = SqliteSession.OpenWriter(Options.DataFile);
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }

        return Task.CompletedTask;
    }

    private protected override OpenRows OpenRows()
    {
        var rows = new SqliteRows(SqliteSession.ConnectionString(Options.DataFile, Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly));
        return new(rows, rows);
    }
}
