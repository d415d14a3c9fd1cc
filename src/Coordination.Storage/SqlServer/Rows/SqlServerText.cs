using Coordination.Storage.Rows;

namespace Coordination.Storage.SqlServer.Rows;

/// <summary>
/// Texts in the columns of row tables. SQL Server compares texts as if the shorter were filled up with spaces, in keys too: "a" and "a " would be one row. So
/// each ends in a mark below the space, which makes them differ and leaves their order as it is. Ids and indexed columns fit into an index together.
/// </summary>
internal static class SqlServerText
{
    /// <summary>By code units, whatever the database's own collation is.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    /// <summary>The size of the id column. With an indexed text or two and some numbers it stays within the 1,700 bytes of an index key.</summary>
    public const int IdSize = 400;

    /// <summary>The size of the stream column, with an index of its own.</summary>
    public const int StreamSize = 800;

    /// <summary>The size of a declared column that has an index.</summary>
    public const int IndexedSize = IndexedText.MaxLength + 1;

    private const char End = '\u0001';

    /// <summary>As a column without an index keeps it.</summary>
    public static string Kept(string text) => CleanText.Of(text) + End;

    /// <summary>As a column with an index keeps it.</summary>
    public static string KeptInIndex(string text) => IndexedText.Of(CleanText.Of(text)) + End;

    /// <summary>As it was before it was kept.</summary>
    public static string Shown(string kept) => kept.EndsWith(End) ? kept[..^1] : kept;

    /// <summary>An id or stream, which is never cut.</summary>
    /// <exception cref="ArgumentException">It is longer than its column.</exception>
    public static string Key(string text, int size, string what)
        => text.Length < size ? Kept(text) : throw new ArgumentException($"SQL Server keeps at most {size - 1} characters of {what}; this one has {text.Length}: '{text[..60]}…'.", nameof(text));
}
