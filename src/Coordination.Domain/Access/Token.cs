using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>What happened to a machine's token.</summary>
[JsonDerivedType(typeof(TokenCreated), "token-created")]
[JsonDerivedType(typeof(TokenRevoked), "token-revoked")]
public abstract record TokenEvent;

public sealed record TokenCreated(TokenFacts Facts) : TokenEvent;

public sealed record TokenRevoked : TokenEvent;

/// <summary>A token as it is kept: of its secret only a hash.</summary>
public sealed record TokenFacts(string Name, TokenScope Scope, SourceId? Source, DateTimeOffset? ExpiresAt, string SecretSha256, DateTimeOffset CreatedAt, bool Revoked = false);

/// <summary>A token as decisions need it.</summary>
public sealed record Token(TokenFacts? Facts);

[JsonDerivedType(typeof(CreateToken), "create-token")]
[JsonDerivedType(typeof(RevokeToken), "revoke-token")]
public abstract record TokenCommand : ICommand<Token, TokenEvent>
{
    public abstract Decision<TokenEvent> Decide(Token state, Context context);
}

/// <summary>Makes a token. The secret was made at the edge and is not here.</summary>
public sealed record CreateToken(string Name, TokenScope Scope, SourceId? Source, DateTimeOffset? ExpiresAt, string SecretSha256) : TokenCommand
{
    public override Decision<TokenEvent> Decide(Token state, Context context)
        => state.Facts is not null ? TokenRefusals.Exists
            : Texts.Refuse("name", Name, 200, TokenRefusals.NameMissing) is { } refusal ? refusal
            : Scope == TokenScope.Intake && Source is null ? TokenRefusals.SourceMissing
            : Source is { } source && context.Lookups.Find(new SourceById(source)) is null ? SourceRefusals.Unknown
            : ExpiresAt <= context.Now ? TokenRefusals.Expired
            : new TokenCreated(new(Name, Scope, Scope == TokenScope.Intake ? Source : null, ExpiresAt, SecretSha256, context.Now));
}

/// <summary>Makes a token worthless at once.</summary>
public sealed record RevokeToken : TokenCommand
{
    public override Decision<TokenEvent> Decide(Token state, Context context)
        => state.Facts is null ? TokenRefusals.Unknown : state.Facts.Revoked ? Decision<TokenEvent>.Nothing : new TokenRevoked();
}

public static class TokenRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "token.unknown", "There is no such token.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "token.exists", "This token exists already.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "token.name-missing", "Give the token a name that says what uses it.", "name");
    public static readonly Refusal SourceMissing = new(RefusalKind.Invalid, "token.source-missing", "A token for intake is bound to one source. Name it.", "source");
    public static readonly Refusal Expired = new(RefusalKind.Invalid, "token.expired", "The time at which the token expires has passed already.", "expiresAt");
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
        TokenRevoked => new(state.Facts! with { Revoked = true }),
        _ => state,
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Token before, Recorded<TokenEvent> recorded, Token after)
        => [Table.Put(stream.Key, after.Facts!)];

    public override IEnumerable<Lookup> Needs(Token state, TokenCommand command)
        => command is CreateToken { Source: { } source } ? [new SourceById(source)] : [];
}
