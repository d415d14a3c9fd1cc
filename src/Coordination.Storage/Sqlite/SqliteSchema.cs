using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>The numbered scripts of the data file. A file of a newer program is refused; its data may mean something that this program does not know.</summary>
internal static partial class SqliteSchema
{
    private const string Folder = "Coordination.Storage.Sqlite.Scripts.";

    public static void Migrate(string dataFile, ILogger log)
    {
        RefuseNewer(dataFile);
        var result = DeployChanges.To
            .SqliteDatabase(SqliteSession.ConnectionString(dataFile, SqliteOpenMode.ReadWriteCreate))
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(Folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new Log(log))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"{dataFile} could not be migrated; script {result.ErrorScript?.Name} failed and was undone: {result.Error.Message}", result.Error);
        }
    }

    private static void RefuseNewer(string dataFile)
    {
        var ours = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        using var session = SqliteSession.OpenWriter(dataFile);
        var tables = session.Sql("select 1 from sqlite_master where type = 'table' and name = 'SchemaVersions'");
        var exists = tables.Step();
        tables.End();
        if (!exists)
        {
            return;
        }

        var applied = session.Sql("select ScriptName from SchemaVersions order by ScriptName");
        while (applied.Step())
        {
            var name = applied.Text(0);
            if (!ours.Contains(name))
            {
                throw new InvalidOperationException(
                    $"{dataFile} was written by a newer version: it has {Short(name)}, this program knows up to {Short(ours[^1])}. Run the newer version, or restore a backup of before.");
            }
        }
    }

    private static string Short(string name) => name.StartsWith(Folder, StringComparison.Ordinal) ? name[Folder.Length..] : name;

    /// <summary>Passes on what the migration says.</summary>
    private sealed class Log(ILogger log) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Pass(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Pass(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Pass(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Pass(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Pass(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) => Pass(LogLevel.Error, format, args);

        private void Pass(LogLevel level, string format, object[] args) => LogStep(log, level, args.Length == 0 ? format : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
    }

    [LoggerMessage("Migration: {Step}")]
    private static partial void LogStep(ILogger log, LogLevel level, string step);
}
