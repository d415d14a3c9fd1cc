using Coordination.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Coordination.Storage.Sqlite;

/// <summary>A data file that this process has to itself: locked, migrated, and with the master key that belongs to it.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DataFileLock _lock;

    private SqliteFile(DataFileLock held, SqliteSession session, MasterKey master) => (_lock, Session, Master) = (held, session, master);

    public SqliteSession Session { get; }

    public MasterKey Master { get; }

    public static SqliteFile Open(SqliteOptions options, ILoggerFactory loggers)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(options.DataFile)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var held = DataFileLock.Take(options.DataFile);
        SqliteSession? session = null;
        try
        {
            SqliteSchema.Migrate(options.DataFile, loggers.CreateLogger(typeof(SqliteSchema).FullName!));
            session = SqliteSession.OpenWriter(options.DataFile);
            return new(held, session, OpenMaster(session, options));
        }
        catch
        {
            session?.Dispose();
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        _lock.Dispose();
    }

    private static MasterKey OpenMaster(SqliteSession session, SqliteOptions options)
    {
        var found = session.Sql("select value from setting where name = ?").Bind(MasterKey.Setting);
        var expected = found.Step() ? found.Text(0) : null;
        found.End();
        if (expected is not null)
        {
            return MasterKey.OpenNamed(options.KeyFolder, expected);
        }

        var master = MasterKey.Open(options.KeyFolder, mayMake: true);
        session.Sql("insert into setting (name, value) values (?, ?)").Bind(MasterKey.Setting).Bind(master.Id).Run();
        return master;
    }
}
