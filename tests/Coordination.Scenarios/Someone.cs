using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Scenarios;

/// <summary>Someone who is signed in, and what they are.</summary>
internal sealed record Someone(string Name, Role? Role, bool Cases, string? Institution, PersonId? Id, HttpMessageHandler Handler, HttpClient Http, CoordinationClient Client)
{
    public bool WorksOnCases => Role is Contracts.Access.Role.Officer or Contracts.Access.Role.Lead or Contracts.Access.Role.Analyst || (Role is Contracts.Access.Role.Administrator && Cases);
}
