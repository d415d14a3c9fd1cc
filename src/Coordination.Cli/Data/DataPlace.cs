using Coordination.Domain;
using Coordination.Storage.Postgres;
using Coordination.Storage.Rebuild;
using Coordination.Storage.Scan;
using Coordination.Storage.Sqlite;
using Coordination.Storage.SqlServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Cli.Data;

/// <summary>Where a server's data is, whatever the engine, and what can be done with it.</summary>
internal abstract record DataPlace
{
    /// <summary>The folder of the master key and the checkpoints' keys.</summary>
    public required string Keys { get; init; }

    /// <summary>The folders of checkpoints, one for each process that wrote.</summary>
    public required IReadOnlyList<string> Checkpoints { get; init; }

    /// <summary>What it is called in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Why nothing can be done with it; null where something can.</summary>
    public virtual string? Missing => null;

    /// <summary>The journal, for whoever reads it whole.</summary>
    public abstract JournalSource Source { get; }

    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken);
}

/// <summary>A data folder as a server with the embedded database lays it out.</summary>
internal sealed record FolderPlace(string Folder) : DataPlace
{
    private string DataFile => Path.Combine(Folder, "coordination.db");

    private SqliteOptions Options => new() { DataFile = DataFile, KeyFolder = Keys, CheckpointFolder = Checkpoints[0] };

    public override string Name => DataFile;

    public override string? Missing => File.Exists(DataFile) ? null : $"{DataFile} does not exist. Name the server's data folder with --data, or its database with --engine.";

    public override JournalSource Source => new SqliteJournalSource(DataFile);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var store = await SqliteStore.OpenAsync(Options, Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken);
    }

    public override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken)
        => SqliteRebuild.RunAsync(Options, Kinds.Tables, Kinds.All, NullLoggerFactory.Instance, null, cancellationToken);
}

/// <summary>A PostgreSQL database.</summary>
internal sealed record PostgresPlace(string ConnectionString) : DataPlace
{
    private PostgresOptions Options => new() { ConnectionString = ConnectionString, KeyFolder = Keys, CheckpointFolder = Checkpoints[0] };

    public override string Name => PostgresStore.NameOf(ConnectionString);

    public override JournalSource Source => new PostgresJournalSource(ConnectionString);

    public override Task MigrateAsync(CancellationToken cancellationToken) => PostgresStore.MigrateAsync(Options, Kinds.Tables, NullLoggerFactory.Instance, cancellationToken);

    public override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken) => PostgresRebuild.RunAsync(ConnectionString, Keys, Kinds.Tables, Kinds.All, null, cancellationToken);
}

/// <summary>A SQL Server database.</summary>
internal sealed record SqlServerPlace(string ConnectionString) : DataPlace
{
    private SqlServerOptions Options => new() { ConnectionString = ConnectionString, KeyFolder = Keys, CheckpointFolder = Checkpoints[0] };

    public override string Name => SqlServerStore.NameOf(ConnectionString);

    public override JournalSource Source => new SqlServerJournalSource(ConnectionString);

    public override Task MigrateAsync(CancellationToken cancellationToken) => SqlServerStore.MigrateAsync(Options, Kinds.Tables, NullLoggerFactory.Instance, cancellationToken);

    public override Task<RowRebuildProgress> RebuildAsync(CancellationToken cancellationToken) => SqlServerRebuild.RunAsync(ConnectionString, Keys, Kinds.Tables, Kinds.All, null, cancellationToken);
}
