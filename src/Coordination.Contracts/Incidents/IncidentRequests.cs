using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Incidents;

// One record for each verb under /api/v1/incidents/{id}/…; a field that is not listed is refused.

/// <summary>Opens an incident by hand.</summary>
public sealed record OpenIncidentRequest
{
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>RSIT type; <c>undetermined</c> if not yet known.</summary>
    public string Classification { get; init; } = "undetermined";
    public Tlp? Tlp { get; init; }
    public IReadOnlyList<InstitutionId> Institutions { get; init; } = [];
    public IReadOnlyList<string> Observables { get; init; } = [];
}

public sealed record AssignRequest(PersonId? Owner);

public sealed record SetSeverityRequest(Severity Severity);

public sealed record ClassifyRequest(string Classification);

public sealed record SetTlpRequest(Tlp Tlp);

public sealed record SetStatusRequest(IncidentStatus Status);

public sealed record RenameRequest(string Title, string? Description = null);

public sealed record AddNoteRequest(string Text, Tlp? Tlp = null);

public sealed record AddTaskRequest(string Title, PersonId? Assignee = null);

public sealed record CompleteTaskRequest(bool Done);

public sealed record AddInstitutionRequest(InstitutionId Institution);

public sealed record SetInstitutionStatusRequest(string Status);

public sealed record AddObservablesRequest(IReadOnlyList<string> Observables);

public sealed record CloseRequest(string Reason);

public sealed record ReopenRequest(string Reason);

/// <summary>The answer to every verb: where the thing stands now.</summary>
/// <param name="Id">The thing that was changed or made.</param>
/// <param name="Version">The version of its stream after the command; also in the <c>ETag</c>.</param>
/// <param name="Number">The readable number, where the thing has one.</param>
public sealed record CommandAnswer(string Id, long Version, string? Number = null);
