using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordination.Storage.Sqlite;

/// <summary>
/// A prepared statement, used again and again by one thread at a time. It goes directly to SQLite, which is twice as fast as commands with
/// parameter objects and keeps texts whole that hold a NUL character. Parameters and columns are numbered from 1 and from 0, as in SQLite.
/// </summary>
internal sealed class Statement(sqlite3 database, string sql) : IDisposable
{
    private readonly sqlite3_stmt _statement = Prepare(database, sql);
    private int _next;

    /// <summary>Forgets the last run; values are then bound in order.</summary>
    public Statement Start()
    {
        raw.sqlite3_reset(_statement);
        _next = 0;
        return this;
    }

    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_next, value));
        return this;
    }

    public Statement Bind(string? text)
    {
        if (text is null)
        {
            return BindNull();
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= 512)
        {
            Span<byte> few = stackalloc byte[512];
            Check(raw.sqlite3_bind_text(_statement, ++_next, few[..Encoding.UTF8.GetBytes(text, few)]));
            return this;
        }

        var many = ArrayPool<byte>.Shared.Rent(most);
        Check(raw.sqlite3_bind_text(_statement, ++_next, many.AsSpan(0, Encoding.UTF8.GetBytes(text, many))));
        ArrayPool<byte>.Shared.Return(many);
        return this;
    }

    public Statement Bind(ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_next, bytes));
        return this;
    }

    /// <summary>Binds UTF-8 bytes as a text.</summary>
    public Statement BindText(ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, ++_next, utf8));
        return this;
    }

    public Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_next));
        return this;
    }

    /// <summary>Binds what a declared column of a row holds: string, long or null.</summary>
    public Statement BindAny(object? value) => value switch
    {
        null => BindNull(),
        string text => Bind(text),
        long number => Bind(number),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be bound.", nameof(value)),
    };

    /// <summary>Moves to the next row. After false the statement is done.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return false;
    }

    /// <summary>Ends a run that was not read to its end; otherwise it would keep its view of the database open.</summary>
    public void End() => raw.sqlite3_reset(_statement);

    /// <summary>Runs it to its end and returns how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(database);
    }

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>What a declared column of a row holds: string, long or null.</summary>
    public object? Any(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Long(column),
        _ => Text(column),
    };

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private static sqlite3_stmt Prepare(sqlite3 database, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        return statement;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
