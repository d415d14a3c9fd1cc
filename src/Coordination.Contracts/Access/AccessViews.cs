namespace Coordination.Contracts.Access;

/// <summary>A person as others refer to them.</summary>
public sealed record PersonRef(PersonId Id, string Name);

/// <summary>What a person may do.</summary>
public enum Role
{
    /// <summary>Works on incidents.</summary>
    Officer,

    /// <summary>Manages people, sources, institutions, rosters and policies, and may do all that an officer may.</summary>
    Administrator,
}

/// <summary>A person who can sign in and be called.</summary>
public sealed record PersonView(PersonId Id, long Version, string Name, string Mail, Role Role, bool Active = true);

/// <summary>Adds a person. The password is set by the one-time link in the answer, never sent.</summary>
public sealed record PersonRequest(string Name, string Mail, Role Role);

/// <summary>What the console needs to know of its user.</summary>
public sealed record Me(PersonRef Person, Role Role, string Mail);

/// <summary>Signs in with a password.</summary>
public sealed record SignInRequest(string Mail, string Password);

/// <summary>Sets a first password with a one-time link.</summary>
public sealed record SetupRequest(string Token, string Name, string Mail, string Password);

/// <summary>What a machine's token may be used for.</summary>
public enum TokenScope
{
    /// <summary>Deliver alerts for one source.</summary>
    Intake,

    /// <summary>Everything that an officer may do.</summary>
    Operate,

    /// <summary>Everything that an administrator may do.</summary>
    Administer,
}

/// <summary>Makes a token. Its secret is in the answer, once.</summary>
public sealed record TokenRequest
{
    public required string Name { get; init; }
    public required TokenScope Scope { get; init; }

    /// <summary>For scope intake: the source.</summary>
    public string? Source { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A token; <see cref="Secret"/> only in the answer that made it.</summary>
public sealed record TokenView(TokenId Id, string Name, TokenScope Scope, string? Source, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt, bool Revoked, string? Secret = null);
