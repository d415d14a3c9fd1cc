using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Access;

/// <summary>A token as it is kept: of its secrets only hashes.</summary>
/// <param name="ExpiresAt">Null: made when tokens could last for ever. It still does.</param>
/// <param name="Institution">For which institution it reads.</param>
/// <param name="Rights">The rights it may use, of those that its role has. Null: all of them.</param>
/// <param name="Former">Secrets of before that are still good for a time.</param>
/// <param name="Partner">For which partner it exchanges.</param>
/// <param name="LastUse">When it was last seen in use, roughly.</param>
public sealed record TokenFacts(
    string Name, TokenScope Scope, SourceId? Source, DateTimeOffset? ExpiresAt, string SecretSha256, DateTimeOffset CreatedAt, bool Revoked = false,
    InstitutionId? Institution = null, IReadOnlyList<Right>? Rights = null, IReadOnlyList<KeptSecret>? Former = null, TokenUse? LastUse = null, PartnerId? Partner = null)
{
    /// <summary>What whoever holds a token of this scope is; null for one that may only deliver alerts.</summary>
    public static Role? RoleOf(TokenScope scope) => scope switch
    {
        TokenScope.Operate => Role.Officer,
        TokenScope.Administer => Role.Administrator,
        TokenScope.Audit => Role.Auditor,
        TokenScope.Institution => Role.InstitutionResponder,
        TokenScope.Partner => Role.Partner,
        _ => null,
    };

    /// <summary>How a machine with this token looks at things.</summary>
    /// <param name="partner">How its partner stands now, where it has one.</param>
    public Viewer ViewerOf(PartnerStanding? partner = null) => new(null, RoleOf(Scope), Institution: Institution, Only: Rights, Partner: partner);

    /// <summary>The secrets that let in now, by their hashes, and until when.</summary>
    public IEnumerable<KeptSecret> GoodAt(DateTimeOffset now)
        => Revoked ? [] : [.. ExpiresAt <= now ? Array.Empty<KeptSecret>() : [new(SecretSha256, ExpiresAt ?? DateTimeOffset.MaxValue)], .. StillGood(now)];

    public IEnumerable<KeptSecret> StillGood(DateTimeOffset now) => (Former ?? []).Where(former => former.Until > now);
}

/// <summary>A secret that lets in until this moment.</summary>
public sealed record KeptSecret(string SecretSha256, DateTimeOffset Until);

/// <summary>A token was seen in use.</summary>
public sealed record TokenUse(DateTimeOffset At, string From);

/// <summary>How long tokens and their former secrets are good.</summary>
public static class TokenTimes
{
    /// <summary>Where nothing else was asked.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(90);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>One that expires so soon is pointed out.</summary>
    public static readonly TimeSpan Warned = TimeSpan.FromDays(14);

    /// <summary>The moment that was asked, or the usual; null if it lies where it may not.</summary>
    public static DateTimeOffset? Expiry(DateTimeOffset? asked, DateTimeOffset now)
        => (asked ?? now + Usual) is var at && at > now && at - now <= Longest ? at : null;
}
