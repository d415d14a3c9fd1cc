namespace Coordination.Contracts.Access;

/// <summary>How much of a thing a viewer may see.</summary>
public enum Sight
{
    Nothing,

    /// <summary>That it exists: number, label and where the work stands.</summary>
    Existence,

    /// <summary>What it is, without anything that concerns others.</summary>
    Summary,

    All,
}
