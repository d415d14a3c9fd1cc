using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Journal;

namespace Coordination.Host.Access;

/// <summary>Tokens that were used lately, so that a delivery of alerts needs no reading to be let in. A revoked token is forgotten at once.</summary>
internal sealed class TokenCache(IRows rows) : RowCache<TokenFacts>(rows, TokenKind.Table, TokenKind.Instance.Name);
