using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Access;

/// <summary>A person as others refer to them.</summary>
public sealed record PersonRef(PersonId Id, string Name);

/// <summary>A person who can sign in and be called.</summary>
/// <param name="Cases">Whether an administrator sees case content; of the others their role says so.</param>
/// <param name="Institution">Of someone of an institution: which.</param>
public sealed record PersonView(PersonId Id, long Version, string Name, string Mail, Role Role, bool Active = true, bool Cases = false, InstitutionId? Institution = null);

/// <summary>Adds a person. The password is set by the one-time link in the answer, never sent.</summary>
public sealed record PersonRequest(string Name, string Mail, Role Role, bool Cases = false, InstitutionId? Institution = null);

/// <summary>Changes a person. Who is not active can neither sign in nor be called.</summary>
public sealed record PersonChange(string Name, string Mail, Role Role, bool Active = true, bool Cases = false, InstitutionId? Institution = null);

/// <summary>What the console needs to know of its user.</summary>
/// <param name="Rights">What they may do, so that a console shows no door that does not open.</param>
/// <param name="Institution">Of someone of an institution: which.</param>
public sealed record Me(PersonRef Person, Role Role, string Mail, IReadOnlyList<Right> Rights, InstitutionId? Institution = null);

/// <summary>Signs in with a password.</summary>
/// <param name="Code">The code of the second factor, or a recovery code; asked for with <c>sign-in.code-needed</c>.</param>
public sealed record SignInRequest(string Mail, string Password, string? Code = null);

/// <summary>Sets a first password with a one-time link.</summary>
/// <param name="Cases">The first administrator works on cases too; whoever was invited has been asked by nobody and leaves it out.</param>
public sealed record SetupRequest(string Token, string Name, string Mail, string Password, bool Cases = false);
