using Coordination.Domain.Journal;
using Coordination.Storage.SqlServer.Rows;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// How many characters of what SQL Server keeps. A key of an index has at most 900 bytes (1,700 beside the table), two for each character. What is longer is refused
/// to its caller alone, before it can stop a group; nothing that Domain makes comes near.
/// </summary>
internal static class StoredSize
{
    public const int Stream = 400;

    /// <summary>Of a message, an original or a key.</summary>
    public const int Id = 450;
    public const int Operation = 400;
    public const int RequestHash = 200;
    public const int ClaimKind = 50;
    public const int ClaimValue = 400;
    public const int Type = 200;
    public const int Actor = 200;
    public const int Cause = 450;
    public const int Code = 200;
    public const int Writer = 64;

    /// <summary>Whether there can be one of this name.</summary>
    public static bool Fits(string text, int size) => StoredText.Keep(text).Length <= size;

    /// <summary>Refuses a commit with a text that has no room.</summary>
    /// <exception cref="ArgumentException">Names the text.</exception>
    public static void Check(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        Check(commit.Stream, "a stream's name");
        foreach (var happened in commit.Events)
        {
            Check(happened.Type, Type, "an event's type");
            Check(happened.Actor.Value, Actor, "an actor");
            Check(happened.Cause, Cause, "a cause");
        }

        foreach (var message in commit.Arm)
        {
            Check(message.Id, Id, "a message's id");
            Check(message.Target, "a message's target");
            Check(message.Key ?? "", Id, "a key");
        }

        foreach (var id in commit.Done.Concat(commit.Park.Select(order => order.MessageId)))
        {
            Check(id, Id, "a message's id");
        }

        foreach (var key in commit.OpenKeys.Concat(commit.CloseKeys))
        {
            Check(key, Id, "a key");
        }

        foreach (var operation in commit.Operations)
        {
            Check(operation.Id, Operation, "an operation's id");
            Check(operation.RequestHash, RequestHash, "a request's hash");
        }

        foreach (var claim in commit.Claims.Concat(commit.Releases))
        {
            Check(claim.Kind, ClaimKind, "a claim's kind");
            Check(claim.Value, ClaimValue, "a claim");
        }

        foreach (var original in commit.Originals)
        {
            Check(original.Id, Id, "an original's id");
        }

        foreach (var order in commit.Park)
        {
            Check(order.Code, Code, "a code");
        }

        foreach (var row in commit.Rows)
        {
            SqlServerText.Key(row.Id, SqlServerText.IdSize, "a row's id");
        }
    }

    private static void Check(StreamId stream, string what) => Check(stream.Value, Stream, what);

    private static void Check(string text, int size, string what)
    {
        if (!Fits(text, size))
        {
            throw new ArgumentException($"SQL Server keeps at most {size} characters of {what}; this one has {text.Length}: '{text[..Math.Min(60, text.Length)]}…'. Shorten it.", nameof(text));
        }
    }
}
