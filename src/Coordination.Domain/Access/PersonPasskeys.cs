using Coordination.Contracts.Access;

namespace Coordination.Domain.Access;

/// <summary>A device holds a key with which its person signs in. The public half is kept by Identity; what counts is what stands here.</summary>
public sealed record PasskeyAdded(PasskeyId Passkey, string Name) : PersonEvent;

public sealed record PasskeyRenamed(PasskeyId Passkey, string Name) : PersonEvent;

/// <summary>It opens nothing any more.</summary>
public sealed record PasskeyRemoved(PasskeyId Passkey) : PersonEvent;

/// <summary>A passkey as its person knows it.</summary>
public sealed record PasskeyFacts(PasskeyId Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? UsedAt = null);

/// <summary>All passkeys of a person.</summary>
public sealed record PersonPasskeys(IReadOnlyList<PasskeyFacts> All)
{
    public const int Most = 10;

    /// <summary>The longest name.</summary>
    public const int NameLength = 60;
}
