namespace Coordination.Storage.SqlServer;

/// <summary>
/// Texts of the journal as SQL Server keeps them. It fills the shorter of two texts up with spaces before it compares them, in keys too, so "a" and "a " would
/// be one claim. A text that ends in a space, or in the mark itself, is therefore kept with a mark after it; all others are kept as they are, and
/// what is read is what was written and hashed.
/// </summary>
internal static class StoredText
{
    /// <summary>By code units, whatever the database's own collation is.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    private const char Mark = '\uE000';

    /// <summary>As it is kept.</summary>
    public static string Keep(string text) => text is [.., ' ' or Mark] ? text + Mark : text;

    /// <summary>As it was before it was kept.</summary>
    public static string Shown(string kept) => kept is [.., Mark] ? kept[..^1] : kept;
}
