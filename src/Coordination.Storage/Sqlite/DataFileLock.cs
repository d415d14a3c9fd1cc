using System.Globalization;
using System.Text;

namespace Coordination.Storage.Sqlite;

/// <summary>Another process has the data file open.</summary>
public sealed class DataFileInUseException : IOException
{
    public DataFileInUseException()
    {
    }

    public DataFileInUseException(string message) : base(message)
    {
    }

    public DataFileInUseException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>Keeps a data file for one process: a lock of the operating system, which also goes when the process is killed.</summary>
internal sealed class DataFileLock : IDisposable
{
    private readonly FileStream _file;

    private DataFileLock(FileStream file) => _file = file;

    public static DataFileLock Take(string dataFile)
    {
        var path = dataFile + ".lock";
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException and not (DirectoryNotFoundException or PathTooLongException or DriveNotFoundException))
        {
            throw new DataFileInUseException(
                $"{dataFile} is in use by another process. Stop that one first, or start this one with another data file. (Lock: {path})", failure);
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
        return new(file);
    }

    // The file stays: removing it would let two processes lock two different files of one name.
    public void Dispose() => _file.Dispose();
}
