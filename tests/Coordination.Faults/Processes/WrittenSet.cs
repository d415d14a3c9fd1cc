using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Shared;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordination.Faults.Processes;

/// <summary>
/// What a version of the product wrote on one engine, kept in <c>tests/data/written</c> for good: the database in the middle of its work, its keys (made for it
/// and of no other use), its checkpoints, and what could be read of it over HTTP.
/// </summary>
internal sealed record WrittenSet(string Version, string Engine)
{
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgresql";

    private static readonly JsonSerializerOptions Readable = new(Wire.Json) { WriteIndented = true };

    private string Folder => Path.Combine(Root, Version, Engine);

    private string DatabaseFile => Path.Combine(Folder, "database.gz");

    private string ExpectedFile => Path.Combine(Folder, "expected.json");

    private static string Root => Repository.PathOf("tests", "data", "written");

    /// <summary>All that are kept.</summary>
    public static IEnumerable<WrittenSet> All()
        => from version in Directory.EnumerateDirectories(Root).Order(StringComparer.Ordinal)
           from engine in Directory.EnumerateDirectories(version).Order(StringComparer.Ordinal)
           select new WrittenSet(Path.GetFileName(version), Path.GetFileName(engine));

    /// <summary>What could be read when it was written.</summary>
    public IReadOnlyList<WrittenIncident> Expected() => JsonSerializer.Deserialize<List<WrittenIncident>>(File.ReadAllBytes(ExpectedFile), Wire.Json)!;

    /// <summary>Keeps the database of a cluster whose one host has just been killed.</summary>
    public async Task KeepAsync(Cluster cluster, IReadOnlyList<WrittenIncident> read)
    {
        Directory.CreateDirectory(Folder);
        var plain = Path.Combine(Directory.CreateTempSubdirectory("coordination-written-").FullName, "database");
        if (cluster.Database is { } database)
        {
            await File.WriteAllTextAsync(plain, await PostgresServer.RunProgramAsync("pg_dump", "--no-owner", "--no-privileges", "--dbname", Uri(database)));
        }
        else
        {
            await using var file = new SqliteConnection($"Data Source={Path.Combine(cluster.Nodes[0].Folder, "coordination.db")};Pooling=False");
            await file.OpenAsync();
            await using var copy = file.CreateCommand();
            copy.CommandText = "vacuum into $file";
            copy.Parameters.AddWithValue("$file", plain);
            await copy.ExecuteNonQueryAsync();
        }

        await using (var packed = new GZipStream(File.Create(DatabaseFile), CompressionLevel.SmallestSize))
        await using (var content = File.OpenRead(plain))
        {
            await content.CopyToAsync(packed);
        }

        Directory.Delete(Path.GetDirectoryName(plain)!, recursive: true);
        Copy(cluster.KeyFolder, Path.Combine(Folder, "keys"));
        Copy(Path.Combine(cluster.Nodes[0].Folder, "checkpoints"), Path.Combine(Folder, "checkpoints"));
        await File.WriteAllBytesAsync(ExpectedFile, JsonSerializer.SerializeToUtf8Bytes(read, Readable));
    }

    /// <summary>Lays keys, checkpoints and, with SQLite, the database into a data folder.</summary>
    public void Unpack(string folder)
    {
        Copy(Path.Combine(Folder, "keys"), Path.Combine(folder, "keys"));
        Copy(Path.Combine(Folder, "checkpoints"), Path.Combine(folder, "checkpoints"));
        if (Engine == Sqlite)
        {
            using var packed = new GZipStream(File.OpenRead(DatabaseFile), CompressionMode.Decompress);
            using var file = File.Create(Path.Combine(folder, "coordination.db"));
            packed.CopyTo(file);
        }
    }

    /// <summary>Reads the dump into a new database of a server; returns how to connect to it.</summary>
    public async Task<string> RestoreAsync(PostgresServer server)
    {
        var database = await server.MakeDatabaseAsync();
        using var psql = Process.Start(new ProcessStartInfo(Path.Combine(PostgresServer.Programs!, "psql"), ["--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", Uri(database)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        psql.OutputDataReceived += static (_, _) => { };
        psql.BeginOutputReadLine();
        await using (var packed = new GZipStream(File.OpenRead(DatabaseFile), CompressionMode.Decompress))
        {
            await packed.CopyToAsync(psql.StandardInput.BaseStream);
        }

        psql.StandardInput.Close();
        await psql.WaitForExitAsync();
        return psql.ExitCode == 0 ? database : throw new InvalidOperationException($"psql could not read the dump of {Version}: it ended with {psql.ExitCode}.");
    }

    /// <summary>A connection string as PostgreSQL's own programs take it.</summary>
    private static string Uri(string database)
    {
        var parts = new NpgsqlConnectionStringBuilder(database);
        return string.Create(CultureInfo.InvariantCulture, $"postgresql://{parts.Username}@{parts.Host}:{parts.Port}/{parts.Database}");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        // A folder without files, as that of checkpoints before the first is signed, is not in a clone.
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from) : [])
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}

/// <summary>An incident as it could be read, with its timeline.</summary>
internal sealed record WrittenIncident(IncidentSummary Summary, IReadOnlyList<TimelineEntry> Timeline);
