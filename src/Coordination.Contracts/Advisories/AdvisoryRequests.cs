using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Advisories;

// One record for each verb under /api/v1/advisories/{id}/…; a field that is not listed is refused.

/// <summary>Begins an advisory.</summary>
/// <param name="Exercise">It is part of an exercise: nothing of it leaves the system.</param>
public sealed record DraftAdvisoryRequest(AdvisoryContent Content, bool Exercise = false);

/// <summary>Another text for the draft.</summary>
public sealed record EditAdvisoryRequest(AdvisoryContent Content);

/// <summary>Adds recipients to the draft: those named, those of a group, or everyone.</summary>
public sealed record AddRecipientsRequest
{
    public IReadOnlyList<InstitutionId> Institutions { get; init; } = [];

    /// <summary>The kind of institution, as it is registered.</summary>
    public string? Group { get; init; }
    public bool Everyone { get; init; }
}

/// <summary>Takes recipients out of the draft.</summary>
public sealed record RemoveRecipientsRequest(IReadOnlyList<InstitutionId> Institutions);

/// <summary>The reviewer gives the draft back.</summary>
public sealed record ReturnAdvisoryRequest(string Reason);

/// <summary>The reviewer publishes the draft.</summary>
/// <param name="Summary">What changed, for those who know the version before; the first needs none.</param>
/// <param name="AskAgain">Answers given to the version before no longer count.</param>
public sealed record PublishAdvisoryRequest(string? Summary = null, bool AskAgain = false);

/// <summary>It no longer holds, and why.</summary>
public sealed record WithdrawAdvisoryRequest(string Reason);

/// <summary>What an institution did about it.</summary>
public sealed record AnswerAdvisoryRequest(AdvisoryAnswer Answer, string? Note = null);

/// <summary>The content that an editor shows, to be looked through.</summary>
public sealed record CheckAdvisoryRequest(AdvisoryContent Content);

/// <summary>An alert refers to an advisory.</summary>
public sealed record ReferToAlertRequest(string Alert);

/// <summary>An incident refers to an advisory, or no longer.</summary>
public sealed record ReferToAdvisoryRequest(AdvisoryId Advisory);
