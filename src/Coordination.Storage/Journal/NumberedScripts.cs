using System.Globalization;
using System.Reflection;
using DbUp.Builder;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Journal;

/// <summary>The numbered scripts of one engine, embedded in the program. One that has been released is never changed.</summary>
internal sealed partial class NumberedScripts(string engine)
{
    private readonly string _folder = $"Coordination.Storage.{engine}.Scripts.";

    /// <summary>Their names, in the order in which they are run.</summary>
    public IReadOnlyList<string> Names => [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(_folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Refuses a database that a newer program has changed: its data may mean something that this program does not know.</summary>
    /// <param name="where">What the database is called in the message.</param>
    public void RefuseNewer(IEnumerable<string> applied, string where)
    {
        var ours = Names;
        if (applied.FirstOrDefault(name => !ours.Contains(name)) is { } unknown)
        {
            throw new JournalSchemaException($"{where} was written by a newer version: it has {Short(unknown)}, this program knows up to {Short(ours[^1])}. Run the newer version, or restore a backup of before.");
        }
    }

    /// <summary>Refuses a database that lacks scripts of ours.</summary>
    public void RefuseOlder(IReadOnlyCollection<string> applied, string where, string command)
    {
        if (Names.FirstOrDefault(name => !applied.Contains(name)) is { } missing)
        {
            throw new JournalSchemaException($"{where} does not have the schema of this version: {Short(missing)} has not been run. Run `{command}` first.");
        }
    }

    /// <summary>Runs those that have not been run, each in a transaction of its own.</summary>
    public void Run(UpgradeEngineBuilder database, string where, ILogger log)
    {
        var result = database
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(_folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new Log(log))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new JournalSchemaException($"{where} could not be migrated; script {result.ErrorScript?.Name} failed and was undone: {result.Error.Message}", result.Error);
        }
    }

    private string Short(string name) => name.StartsWith(_folder, StringComparison.Ordinal) ? name[_folder.Length..] : name;

    /// <summary>Passes on what the migration says.</summary>
    private sealed class Log(ILogger log) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Pass(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Pass(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Pass(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Pass(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Pass(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) => Pass(LogLevel.Error, format, args);

        private void Pass(LogLevel level, string format, object[] args) => LogStep(log, level, args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args));
    }

    [LoggerMessage("Migration: {Step}")]
    private static partial void LogStep(ILogger log, LogLevel level, string step);
}
