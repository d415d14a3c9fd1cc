using Coordination.Storage.Journal;
using DbUp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>The schema of the data file.</summary>
internal static class SqliteSchema
{
    private static readonly NumberedScripts Scripts = new("Sqlite");

    public static void Migrate(string dataFile, ILogger log)
    {
        Scripts.RefuseNewer(Applied(dataFile), dataFile);
        Scripts.Run(DeployChanges.To.SqliteDatabase(SqliteSession.ConnectionString(dataFile, SqliteOpenMode.ReadWriteCreate)), dataFile, log);
    }

    private static List<string> Applied(string dataFile)
    {
        using var session = SqliteSession.OpenWriter(dataFile);
        var tables = session.Sql("select 1 from sqlite_master where type = 'table' and name = 'SchemaVersions'");
        var exists = tables.Step();
        tables.End();
        var names = new List<string>();
        if (exists)
        {
            var applied = session.Sql("select ScriptName from SchemaVersions order by ScriptName");
            while (applied.Step())
            {
                names.Add(applied.Text(0));
            }
        }

        return names;
    }
}
