using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>An answer to an object that a partner gave. It is written once; what becomes of it is said by the partner's collection.</summary>
public sealed record Reply
{
    public static readonly Reply Empty = new();

    public ReplyWritten? Written { get; init; }
}

[JsonDerivedType(typeof(WriteReply), "write-reply")]
public abstract record ReplyCommand : ICommand<Reply, ReplyEvent>
{
    public abstract Decision<ReplyEvent> Decide(Reply state, Context context);
}

public static class ReplyRefusals
{
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "reply.exists", "This answer is written already. Write another.");
    public static readonly Refusal TextMissing = new(RefusalKind.Invalid, "reply.text-missing", "Say something: an empty answer tells the partner nothing.", "text");
    public static readonly Refusal NotSeen = new(RefusalKind.Invalid, "reply.not-an-indicator", "Only an indicator is seen. Answer this object with a text alone.", "seen");
    public static readonly Refusal SeenInvalid = new(RefusalKind.Invalid, "reply.seen-invalid", "It was seen last not before it was seen first and not in the future, and 1 to 999,999,999 times.", "seen");
}
