using System.Globalization;
using System.Text;
using Coordination.Storage.Rows;

namespace Coordination.Storage.Postgres.Rows;

/// <summary>
/// Search texts and queries in the notation of <c>tsvector</c> and <c>tsquery</c>. PostgreSQL's own parser keeps host names, addresses and file names whole, so that
/// <c>example</c> would not find <c>evil.example</c>; here words are split as SQLite's index splits them. Tokens are letters and digits, so quotes suffice.
/// </summary>
internal static class PostgresSearch
{
    public static string Vector(string text)
    {
        var vector = new StringBuilder();
        var position = 0;
        foreach (var token in SearchTokens.Of(text))
        {
            vector.Append(CultureInfo.InvariantCulture, $"'{token}':{++position} ");
        }

        return vector.ToString();
    }

    public static string Query(SearchWords words)
    {
        var runs = words.Runs;
        var query = new StringBuilder();
        for (var run = 0; run < runs.Count; run++)
        {
            query.Append(run == 0 ? "(" : " & (").AppendJoin(" <-> ", runs[run].Select(token => $"'{token}'")).Append(run == runs.Count - 1 && !words.IsPhrase ? ":*)" : ")");
        }

        return query.ToString();
    }
}
