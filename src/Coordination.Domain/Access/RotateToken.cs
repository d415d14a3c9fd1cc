using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>Gives a token another secret. The one of before stays good for the overlap, but no longer than it was anyway; an overlap of nothing ends every former secret at once.</summary>
public sealed record RotateToken(string SecretSha256, TimeSpan Overlap, DateTimeOffset? ExpiresAt) : TokenCommand
{
    private const int MostFormer = 3;

    public override Decision<TokenEvent> Decide(Token state, Context context)
    {
        var now = context.Now;
        if (state.Facts is not { } token)
        {
            return TokenRefusals.Unknown;
        }

        if (token.Revoked)
        {
            return TokenRefusals.Revoked;
        }

        if (Overlap < TimeSpan.Zero || Overlap > TokenTimes.LongestOverlap)
        {
            return TokenRefusals.OverlapInvalid;
        }

        if (ExpiresAt <= now)
        {
            return TokenRefusals.Expired;
        }

        if (TokenTimes.Expiry(ExpiresAt, now) is not { } expires)
        {
            return TokenRefusals.TooLong;
        }

        if (Overlap == TimeSpan.Zero)
        {
            return new TokenRotated(SecretSha256, expires, []);
        }

        var until = token.ExpiresAt is { } own && own < now + Overlap ? own : now + Overlap;
        KeptSecret[] former = [.. token.StillGood(now), .. until > now ? [new KeptSecret(token.SecretSha256, until)] : Array.Empty<KeptSecret>()];
        return former.Length > MostFormer ? TokenRefusals.TooManySecrets : new TokenRotated(SecretSha256, expires, former);
    }
}
