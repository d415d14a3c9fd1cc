using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Makes a token worthless at once, with all its secrets.</summary>
public sealed record RevokeToken : TokenCommand
{
    public override Decision<TokenEvent> Decide(Token state, Context context)
        => state.Facts is null ? TokenRefusals.Unknown : state.Facts.Revoked ? Decision<TokenEvent>.Nothing : new TokenRevoked();
}
