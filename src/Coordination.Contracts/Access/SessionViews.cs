namespace Coordination.Contracts.Access;

/// <summary>How somebody showed who they are.</summary>
public enum SignInWay
{
    /// <summary>A password alone.</summary>
    Password,

    /// <summary>A password, and a code of a device or a recovery code.</summary>
    PasswordAndCode,

    /// <summary>A passkey whose device has verified its user.</summary>
    Passkey,

    /// <summary>The one-time link with which they set their password.</summary>
    Invitation,

    /// <summary>An outside provider vouched for them.</summary>
    Provider,
}

/// <summary>One of a person's sessions.</summary>
/// <param name="SeenAt">When something was last asked in it, to five minutes.</param>
/// <param name="With">Browser and system in words.</param>
/// <param name="Current">It is the one that asks.</param>
public sealed record SessionView(SessionId Id, DateTimeOffset BegunAt, DateTimeOffset SeenAt, string With, string Address, SignInWay By, bool Current);
