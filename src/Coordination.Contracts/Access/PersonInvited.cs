namespace Coordination.Contracts.Access;

/// <summary>The answer to adding a person: the person, and the one-time link with which they set their password.</summary>
public sealed record PersonInvited(PersonView Person, string Link);
