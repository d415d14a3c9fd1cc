using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>A token let a machine in. From the same address that is written once an hour, from another at most each quarter: enough to see who still uses it, and no write for a request.</summary>
public sealed record RecordTokenUse(string From) : TokenCommand
{
    private static readonly TimeSpan SameAddress = TimeSpan.FromHours(1);
    private static readonly TimeSpan OtherAddress = TimeSpan.FromMinutes(15);

    /// <summary>Whether it is worth writing.</summary>
    public static bool IsNews(TokenUse? last, string from, DateTimeOffset now) => last is null || now - last.At >= (last.From == from ? SameAddress : OtherAddress);

    public override Decision<TokenEvent> Decide(Token state, Context context)
        => state.Facts is not { } token ? TokenRefusals.Unknown : IsNews(token.LastUse, From, context.Now) ? new TokenUsed(From) : Decision<TokenEvent>.Nothing;
}
