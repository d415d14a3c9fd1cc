using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Access;

/// <summary>What happened to a machine's token.</summary>
[JsonDerivedType(typeof(TokenCreated), "token-created")]
[JsonDerivedType(typeof(TokenRevoked), "token-revoked")]
[JsonDerivedType(typeof(TokenRotated), "token-rotated")]
[JsonDerivedType(typeof(TokenUsed), "token-used")]
public abstract record TokenEvent;

public sealed record TokenCreated(TokenFacts Facts) : TokenEvent;

public sealed record TokenRevoked : TokenEvent;

/// <summary>It has another secret. Those of before that are still good, and until when, are named.</summary>
public sealed record TokenRotated(string SecretSha256, DateTimeOffset ExpiresAt, IReadOnlyList<KeptSecret> Former) : TokenEvent;

/// <summary>It let a machine in. Not every time is written: see <see cref="RecordTokenUse"/>.</summary>
public sealed record TokenUsed(string From) : TokenEvent;

/// <summary>A token as decisions need it.</summary>
public sealed record Token(TokenFacts? Facts);

[JsonDerivedType(typeof(CreateToken), "create-token")]
[JsonDerivedType(typeof(RevokeToken), "revoke-token")]
[JsonDerivedType(typeof(RotateToken), "rotate-token")]
[JsonDerivedType(typeof(RecordTokenUse), "record-token-use")]
public abstract record TokenCommand : ICommand<Token, TokenEvent>
{
    public abstract Decision<TokenEvent> Decide(Token state, Context context);
}

public static class TokenRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "token.unknown", "There is no such token.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "token.exists", "This token exists already.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "token.name-missing", "Give the token a name that says what uses it.", "name");
    public static readonly Refusal ScopeUnknown = new(RefusalKind.Invalid, "token.scope-unknown", $"A scope is one of {string.Join(", ", Enum.GetNames<TokenScope>())}.", "scope");
    public static readonly Refusal SourceMissing = new(RefusalKind.Invalid, "token.source-missing", "A token for intake is bound to one source. Name it.", "source");
    public static readonly Refusal Expired = new(RefusalKind.Invalid, "token.expired", "The time at which the token expires has passed already.", "expiresAt");
    public static readonly Refusal TooLong = new(RefusalKind.Invalid, "token.too-long", "A token is good for a year at most; rotate it before it expires.", "expiresAt");
    public static readonly Refusal InstitutionMissing = new(RefusalKind.Invalid, "token.institution-missing", "Name the institution of a token that reads for an institution, and none for any other.", "institution");
    public static readonly Refusal PartnerMissing = new(RefusalKind.Invalid, "token.partner-missing", "Name the partner of a token that exchanges for a partner, and none for any other.", "partner");
    public static readonly Refusal RightsMissing = new(RefusalKind.Invalid, "token.rights-missing", "Choose at least one right, or leave the rights out for all that the scope has.", "rights");
    public static readonly Refusal RightsOfIntake = new(RefusalKind.Invalid, "token.rights-of-intake", "A token for intake delivers alerts and has no other right. Leave the rights out.", "rights");
    public static readonly Refusal RightsBlind = new(RefusalKind.Invalid, "token.rights-blind", "Who works on cases must find them: add ReadIncidents and ReadCases.", "rights");
    public static readonly Refusal Revoked = new(RefusalKind.Conflict, "token.revoked", "The token was revoked. Make another.");
    public static readonly Refusal OverlapInvalid = new(RefusalKind.Invalid, "token.overlap-invalid", "The former secret may stay good for 0 hours to 30 days.", "overlapHours");
    public static readonly Refusal TooManySecrets = new(RefusalKind.Conflict, "token.too-many-secrets", "Several former secrets are still good. Wait until they are not, or rotate with 0 hours, which ends them at once.");
}

/// <summary>Machines' tokens: <c>coord_{id}_{secret}</c>. Found by id, checked by hash, so that no secret is kept.</summary>
public sealed class TokenKind : Kind<Token, TokenCommand, TokenEvent>
{
    public static readonly TokenKind Instance = new();

    public static readonly RowTable<TokenFacts> Table = new("token_row", [RowTable<TokenFacts>.Text("name", row => row.Name)]);

    public override string Name => "token";

    public override Token Empty { get; } = new((TokenFacts?)null);

    /// <summary>What is kept of a secret. A secret has 256 random bits, so a plain hash is enough.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public override Token Apply(Token state, Recorded<TokenEvent> recorded) => recorded.Event switch
    {
        TokenCreated e => new(e.Facts),
        TokenRevoked => new(state.Facts! with { Revoked = true, Former = null }),
        TokenRotated e => new(state.Facts! with { SecretSha256 = e.SecretSha256, ExpiresAt = e.ExpiresAt, Former = e.Former }),
        TokenUsed e => new(state.Facts! with { LastUse = new(recorded.At, e.From) }),
        _ => state,
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Token before, Recorded<TokenEvent> recorded, Token after)
        => [Table.Put(stream.Key, after.Facts!)];

    public override IEnumerable<Lookup> Needs(Token state, TokenCommand command)
        => command is CreateToken create
            ? [.. create.Source is { } source ? [new SourceById(source)] : Array.Empty<Lookup>(), .. create.Institution is { } institution ? [new InstitutionById(institution)] : Array.Empty<Lookup>(), .. create.Partner is { } partner ? [new PartnerById(partner)] : Array.Empty<Lookup>()]
            : [];
}
