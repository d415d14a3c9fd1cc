namespace Coordination.Contracts.Advisories;

/// <summary>Where an advisory stands.</summary>
public enum AdvisoryStatus
{
    /// <summary>It is being written.</summary>
    Draft,

    /// <summary>Someone else is asked to look at it.</summary>
    Review,

    /// <summary>It has been sent. A revision may be in work beside it.</summary>
    Published,

    /// <summary>It no longer holds.</summary>
    Withdrawn,
}

/// <summary>Where the text in work stands.</summary>
public enum DraftStatus
{
    Editing,
    Review,
}

/// <summary>What an institution can say of an advisory.</summary>
public enum AdvisoryAnswer
{
    /// <summary>It does not have the product, or not so that it matters.</summary>
    NotAffected,

    /// <summary>It is working on it.</summary>
    InProgress,

    /// <summary>The danger is taken away or made smaller otherwise.</summary>
    Mitigated,

    /// <summary>The remedy is in place.</summary>
    Patched,

    /// <summary>It lives with the risk.</summary>
    AcceptedRisk,
}

/// <summary>What became of an advisory at one institution: how far the message came, and then the answer.</summary>
public enum AddresseeState
{
    /// <summary>It is to be told.</summary>
    Queued,

    /// <summary>The message has left.</summary>
    Sent,

    /// <summary>Someone opened the link or the page. A mail scanner may have been it.</summary>
    Opened,

    /// <summary>It said that it knows.</summary>
    Acknowledged,
    InProgress,
    Mitigated,
    Patched,
    NotAffected,
    AcceptedRisk,

    /// <summary>It no longer concerns the institution.</summary>
    Released,
}
