using System.Globalization;
using System.Text;
using Npgsql;

namespace Coordination.Storage.Postgres;

/// <summary>
/// Texts of the journal as PostgreSQL takes them. It knows no NUL character, and half a surrogate pair is no Unicode; such a character is written as U+E000 and
/// its number in four digits, and U+E000 itself likewise, so that what is read is what was written and hashed.
/// </summary>
internal static class PostgresText
{
    private const char Mark = '\uE000';

    public static string Escape(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsRare(text[index]))
            {
                return Escaped(text);
            }
        }

        return text;
    }

    public static string Unescape(string text)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        var read = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == Mark)
            {
                read.Append((char)int.Parse(text.AsSpan(index + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                index += 4;
            }
            else
            {
                read.Append(text[index]);
            }
        }

        return read.ToString();
    }

    /// <summary>A text of the journal as it was written.</summary>
    public static string Text(this NpgsqlDataReader reader, int column) => Unescape(reader.GetString(column));

    /// <summary>A text of the journal as it was written, or null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Text(column);

    private static bool IsRare(char letter) => letter is '\0' or Mark || char.IsSurrogate(letter);

    private static string Escaped(string text)
    {
        var written = new StringBuilder(text.Length + 8);
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                written.Append(text[index]).Append(text[++index]);
            }
            else if (IsRare(text[index]))
            {
                written.Append(CultureInfo.InvariantCulture, $"{Mark}{(int)text[index]:X4}");
            }
            else
            {
                written.Append(text[index]);
            }
        }

        return written.ToString();
    }
}
