using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordination.Host.Composition;

namespace Coordination.Shared;

/// <summary>A real PostgreSQL of the test's own: a new cluster in a temporary folder, on a free port of loopback, stopped and deleted at the end.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(static () => StartAsync(durable: false));
    private static int _databases;

    private readonly string _folder;
    private readonly bool _isOurs;

    private PostgresServer(string folder, bool isOurs, int port) => (_folder, _isOurs, Port) = (folder, isOurs, port);

    public int Port { get; }

    /// <summary>The process that all others of the server descend from.</summary>
    public int ProcessId => Postmaster() ?? throw new InvalidOperationException("PostgreSQL is not running.");

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Where the programs of PostgreSQL are; null where it is not installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    /// <summary>One server for all tests of this process that only need databases. It ends with the process.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="durable">Whether commits wait for the disk, as they do in earnest. Tests of rules need not.</param>
    public static Task<PostgresServer> StartAsync(bool durable, params string[] settings)
        => StartInAsync(Directory.CreateTempSubdirectory("coordination-postgres-").FullName, isOurs: true, durable, settings);

    /// <summary>Makes a cluster in a folder, for example on a disk that is small, and starts it.</summary>
    public static Task<PostgresServer> StartInAsync(string folder, bool durable, params string[] settings) => StartInAsync(folder, isOurs: false, durable, settings);

    private static async Task<PostgresServer> StartInAsync(string folder, bool isOurs, bool durable, string[] settings)
    {
        var programs = Programs ?? throw new InvalidOperationException("PostgreSQL is not installed. tests/run.sh installs it.");
        var server = new PostgresServer(folder, isOurs, FreePorts.Take());
        if (IsRoot)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", "postgres", folder);
        }

        await AsOwnerAsync(Path.Combine(programs, "initdb"), "--pgdata", server.DataFolder, "--username", "coordination", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        var lines = new List<string>
        {
            "listen_addresses = '127.0.0.1'", $"unix_socket_directories = '{folder}'", "max_connections = 300", "shared_buffers = 256MB", "max_wal_size = 4GB", "logging_collector = off",
        };
        lines.AddRange(durable ? [] : ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]);
        lines.AddRange(settings);
        await File.AppendAllLinesAsync(Path.Combine(server.DataFolder, "postgresql.conf"), lines);
        await server.StartAgainAsync();
        server.EndWithThisProcess();
        return server;
    }

    /// <summary>Starts the stopped or killed server on its data and its port.</summary>
    public async Task StartAgainAsync()
        => await AsOwnerAsync(Path.Combine(Programs!, "pg_ctl"), "--pgdata", DataFolder, "--log", Path.Combine(_folder, "log"), "--options", $"-p {Port.ToString(CultureInfo.InvariantCulture)}", "--wait", "--timeout", "240", "start");

    /// <summary>Starts it if it has given up by itself.</summary>
    public async Task StartIfDownAsync()
    {
        if (Postmaster() is not { } id || !Directory.Exists($"/proc/{id}"))
        {
            File.Delete(Path.Combine(DataFolder, "postmaster.pid"));
            await StartAgainAsync();
        }
    }

    /// <summary>Lets in whoever comes from a network, for example <c>10.0.0.0/24</c>.</summary>
    public async Task AdmitAsync(string network)
    {
        await File.AppendAllLinesAsync(Path.Combine(DataFolder, "pg_hba.conf"), [$"host all all {network} trust"]);
        await RunProgramAsync("pg_ctl", "--pgdata", DataFolder, "reload");
    }

    /// <summary>A test host is often killed and cannot clean up after itself: a small process of its own waits for its end.</summary>
    private void EndWithThisProcess()
    {
        var script = $"while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 1; done; if [ -f '{DataFolder}/postmaster.pid' ]; then kill -QUIT $(head -1 '{DataFolder}/postmaster.pid'); fi; sleep 1; rm -rf '{_folder}'";
        using var watch = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"({script}) >/dev/null 2>&1 </dev/null &"]) { WorkingDirectory = "/" });
    }

    /// <summary>As a power cut: every process of the server is gone at once.</summary>
    public void Kill()
    {
        if (Postmaster() is { } id)
        {
            // The one that would start others first: it must not see its children go.
            foreach (var process in Children(id).ToArray().Prepend(id))
            {
                try
                {
                    using var one = Process.GetProcessById(process);
                    one.Kill();
                    one.WaitForExit();
                }
                catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
                {
                    // It has ended by itself.
                }
            }

            File.Delete(Path.Combine(DataFolder, "postmaster.pid"));
        }
    }

    /// <summary>A new, empty database; returns how to connect to it.</summary>
    public async Task<string> MakeDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await AsOwnerAsync(Path.Combine(Programs!, "createdb"), "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--username", "coordination", "--template", "template0", name);
        return ConnectionString(name);
    }

    /// <summary>A copy of a database; whoever has that open is cut off, because only what nobody has open can be copied. Returns how to connect to the copy.</summary>
    public async Task<string> CopyDatabaseAsync(string connectionString)
    {
        var of = connectionString.Split("Database=")[1].Split(';')[0];
        await RunProgramAsync(
            "psql", "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--username", "coordination", "--dbname", "postgres", "--no-psqlrc", "--command",
            $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{of}'");
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await AsOwnerAsync(Path.Combine(Programs!, "createdb"), "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--username", "coordination", "--template", of, name);
        return ConnectionString(name);
    }

    public string ConnectionString(string database)
        => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=coordination;Database={database}");

    /// <summary>Runs one of PostgreSQL's own programs, for example <c>pg_dump</c>, and returns what it says.</summary>
    public static Task<string> RunProgramAsync(string program, params string[] arguments) => AsOwnerAsync(Path.Combine(Programs!, program), arguments);

    public async ValueTask DisposeAsync()
    {
        Kill();
        // A process of the server that was just being started ends by itself a moment later, and may write until then.
        for (var attempt = 1; !TryDelete() && attempt < 50; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Everything in the folder; the folder itself only if nobody else has made it, because then a disk may be mounted there.</summary>
    private bool TryDelete()
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(_folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            foreach (var file in Directory.EnumerateFiles(_folder))
            {
                File.Delete(file);
            }

            if (_isOurs)
            {
                Directory.Delete(_folder);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static int Version(string folder) => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static Task<string> AsOwnerAsync(string program, params string[] arguments)
        => IsRoot ? RunAsync("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", program, .. arguments]) : RunAsync(program, arguments);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var said = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // Not until its output ends: a server that it starts keeps that open.
        while (!process.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        lock (said)
        {
            return process.ExitCode == 0 ? said.ToString() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }

        void Append(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }

    private int? Postmaster()
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(DataFolder, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (IOException)
        {
            // It is not there, or goes just now.
            return null;
        }
    }

    private static IEnumerable<int> Children(int parent)
        => from folder in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
           where id > 0 && ParentOf(id) == parent
           select id;

    private static int ParentOf(int id)
    {
        try
        {
            // The name in parentheses may hold anything; what follows it is numbers.
            var text = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
