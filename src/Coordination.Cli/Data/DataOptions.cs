using System.CommandLine;

namespace Coordination.Cli.Data;

/// <summary>The options that name a server's data: a folder, or a database as the server itself is told of it.</summary>
internal sealed class DataOptions
{
    private const string EngineVariable = "Coordination__Database__Engine";
    private const string ConnectionVariable = "Coordination__Database__ConnectionString";

    private readonly Option<string> _data = new("--data") { Description = "The server's data folder.", DefaultValueFactory = _ => "data" };
    private readonly Option<string?> _engine = new("--engine") { Description = $"sqlite, postgresql or sqlserver. Without it: {EngineVariable}, or sqlite." };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = $"The database. It may hold a password, and others see a command line: better {ConnectionVariable}, or {ConnectionVariable}_FILE with the name of a file.",
    };

    private readonly Option<string?> _keys = new("--keys") { Description = "The key folder, or a copy of it; to verify, the public key is enough. Without it: Coordination__KeyFolder, or keys in the data folder." };

    private readonly Option<string[]> _checkpoints = new("--checkpoints")
    {
        Description = "A folder of checkpoints, or a copy. Each process has one; several may be named. Without it: Coordination__CheckpointFolder, or checkpoints in the data folder.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>A verb that has these options.</summary>
    /// <param name="failed">Its exit code where the data cannot be had.</param>
    public static Command Verb(string name, string description, Surroundings here, int failed, Func<DataPlace, CancellationToken, Task<int>> work)
    {
        var options = new DataOptions();
        var command = options.Command(name, description);
        command.SetAction((parsed, cancellationToken) => options.WorkAsync(parsed, here, failed, work, cancellationToken));
        return command;
    }

    public Command Command(string name, string description) => new(name, description) { _data, _engine, _connection, _keys, _checkpoints };

    /// <summary>The folders of checkpoints that were named; none where they are where the data is.</summary>
    public IReadOnlyList<string> NamedCheckpoints(ParseResult parsed) => parsed.GetValue(_checkpoints) is { Length: > 0 } named ? [.. named.Select(Path.GetFullPath)] : [];

    public async Task<int> WorkAsync(ParseResult parsed, Surroundings here, int failed, Func<DataPlace, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            var place = Place(parsed, here);
            if (place.Missing is { } missing)
            {
                await here.Error.WriteLineAsync(missing);
                return failed;
            }

            return await work(place, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await here.Error.WriteLineAsync(failure.Message);
            return failed;
        }
    }

    private DataPlace Place(ParseResult parsed, Surroundings here)
    {
        var folder = Path.GetFullPath(parsed.GetValue(_data)!);
        var keys = Path.GetFullPath(parsed.GetValue(_keys) ?? Set(here, "Coordination__KeyFolder") ?? Path.Combine(folder, "keys"));
        IReadOnlyList<string> checkpoints = parsed.GetValue(_checkpoints) is { Length: > 0 } named
            ? [.. named.Select(Path.GetFullPath)]
            : [Path.GetFullPath(Set(here, "Coordination__CheckpointFolder") ?? Path.Combine(folder, "checkpoints"))];
        var engine = parsed.GetValue(_engine) ?? Set(here, EngineVariable) ?? "sqlite";
        return engine.ToLowerInvariant() switch
        {
            "sqlite" => new FolderPlace(folder) { Keys = keys, Checkpoints = checkpoints },
            "postgresql" => new PostgresPlace(Connection(parsed, here)) { Keys = keys, Checkpoints = checkpoints },
            "sqlserver" => new SqlServerPlace(Connection(parsed, here)) { Keys = keys, Checkpoints = checkpoints },
            _ => throw new ArgumentException($"'{engine}' is no engine. Name sqlite, postgresql or sqlserver."),
        };
    }

    private string Connection(ParseResult parsed, Surroundings here)
        => parsed.GetValue(_connection) ?? Set(here, ConnectionVariable) ?? FromFile(here)
            ?? throw new ArgumentException($"Which database? Set {ConnectionVariable} or {ConnectionVariable}_FILE, or give --connection.");

    private static string? FromFile(Surroundings here)
    {
        const string Variable = ConnectionVariable + "_FILE";
        if (Set(here, Variable) is not { } path)
        {
            return null;
        }

        return File.Exists(path) ? File.ReadAllText(path).TrimEnd('\r', '\n') : throw new ArgumentException($"{Variable} names a file that does not exist.");
    }

    private static string? Set(Surroundings here, string variable) => here.Variable(variable) is { Length: > 0 } value ? value : null;
}
