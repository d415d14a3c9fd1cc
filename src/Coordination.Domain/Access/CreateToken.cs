using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Partners;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Access;

/// <summary>Makes a token. The secret was made at the edge and is not here. Without a time it is good for the usual one.</summary>
public sealed record CreateToken(
    string Name, TokenScope Scope, SourceId? Source, DateTimeOffset? ExpiresAt, string SecretSha256, InstitutionId? Institution = null, IReadOnlyList<Right>? Rights = null,
    PartnerId? Partner = null) : TokenCommand
{
    public override Decision<TokenEvent> Decide(Token state, Context context)
        => state.Facts is not null ? TokenRefusals.Exists
            : Texts.Refuse("name", Name, 200, TokenRefusals.NameMissing) is { } refusal ? refusal
            : !Enum.IsDefined(Scope) ? TokenRefusals.ScopeUnknown
            : Scope == TokenScope.Intake && Source is null ? TokenRefusals.SourceMissing
            : Source is { } source && context.Lookups.Find(new SourceById(source)) is null ? SourceRefusals.Unknown
            : (Scope == TokenScope.Institution) != Institution is not null ? TokenRefusals.InstitutionMissing
            : Institution is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
            : (Scope == TokenScope.Partner) != Partner is not null ? TokenRefusals.PartnerMissing
            : Partner is { } partner && context.Lookups.Find(new PartnerById(partner)) is null ? PartnerRefusals.Unknown
            : TokenRights.Refuse(Scope, Rights) is { } rights ? rights
            : ExpiresAt <= context.Now ? TokenRefusals.Expired
            : TokenTimes.Expiry(ExpiresAt, context.Now) is not { } expires ? TokenRefusals.TooLong
            : new TokenCreated(new(Name, Scope, Scope == TokenScope.Intake ? Source : null, expires, SecretSha256, context.Now, Institution: Institution, Rights: TokenRights.Kept(Scope, Rights), Partner: Partner));
}
