using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

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

    /// <summary>It is part of an exercise: nothing of it leaves the system.</summary>
    public bool Exercise { get; init; }
}

/// <summary>Gives it to someone; null takes it from its owner.</summary>
public sealed record AssignRequest(PersonId? Owner);

/// <summary>How bad it is, by human judgement.</summary>
public sealed record SetSeverityRequest(Severity Severity);

/// <summary>What it is: an RSIT type.</summary>
public sealed record ClassifyRequest(string Classification);

/// <summary>Who may be told.</summary>
public sealed record SetTlpRequest(Tlp Tlp);

/// <summary>Where the work stands; closing has a request of its own.</summary>
public sealed record SetStatusRequest(IncidentStatus Status);

/// <summary>Another title and description.</summary>
public sealed record RenameRequest(string Title, string? Description = null);

/// <summary>Writes something down, under a label of its own or the incident's.</summary>
public sealed record AddNoteRequest(string Text, Tlp? Tlp = null);

/// <summary>Something to do, for someone or for nobody yet.</summary>
public sealed record AddTaskRequest(string Title, PersonId? Assignee = null);

/// <summary>A task is done, or not done after all.</summary>
public sealed record CompleteTaskRequest(bool Done);

/// <summary>An institution is affected too.</summary>
public sealed record AddInstitutionRequest(InstitutionId Institution);

/// <summary>Where an institution's own work stands, in its words.</summary>
public sealed record SetInstitutionStatusRequest(string Status);

/// <summary>Addresses, names and hashes that belong to it, as people write them.</summary>
public sealed record AddObservablesRequest(IReadOnlyList<string> Observables);

/// <summary>Only these people see it from now on, the caller among them; null lifts that.</summary>
public sealed record RestrictRequest(IReadOnlyList<PersonId>? People);

/// <summary>Shows it to a person or an institution (to a partner: see the requests of the exchange), until a time or until someone ends it, and says for what they need it.</summary>
public sealed record ShareRequest(string Why, PersonId? Person = null, InstitutionId? Institution = null, DateTimeOffset? Until = null);

/// <summary>Asks an affected institution whether another may be told that it is.</summary>
/// <param name="Of">Who is asked.</param>
/// <param name="To">The institution that is to be told; null where it is a partner.</param>
/// <param name="Why">For what they need it; the institution that is asked reads it.</param>
/// <param name="AnswerBy">Without an answer by then there is no consent.</param>
/// <param name="Until">When a consent is to end by itself.</param>
/// <param name="Partner">The partner that is to be told.</param>
public sealed record AskConsentRequest(InstitutionId Of, InstitutionId? To, string Why, DateTimeOffset AnswerBy, DateTimeOffset? Until = null, PartnerId? Partner = null);

/// <summary>
/// Decides that a partner of Art. 17 (Regulation (EU, Euratom) 2023/2841) may be told that an institution is affected although it has not consented: because others can avoid the like if they know (17(3)(b)), or
/// because the institution has made it public itself (17(3)(c)). The institution is told.
/// </summary>
/// <param name="Of">Whose identity it is.</param>
/// <param name="Ground"><see cref="IdentityGround.Prevention"/> or <see cref="IdentityGround.Public"/>.</param>
/// <param name="Why">The reason of the decision; for what is public, where that stands.</param>
/// <param name="AnswerBy">For prevention: until then the institution can answer; only then may the partner be told.</param>
/// <param name="Explanation">For prevention: what the institution is told beforehand, in writing.</param>
/// <param name="Until">When the decision ends by itself.</param>
public sealed record DecideIdentityRequest(InstitutionId Of, PartnerId Partner, IdentityGround Ground, string Why, DateTimeOffset? AnswerBy = null, string? Explanation = null, DateTimeOffset? Until = null);

/// <summary>The answer. A refusal needs a reason; so does what someone of the CERT records for the institution: who said it, and how they know.</summary>
public sealed record AnswerConsentRequest(bool Granted, string? Reason = null);

/// <summary>The consent holds no longer, and why.</summary>
public sealed record WithdrawConsentRequest(string Reason);

/// <summary>The work is over, and why.</summary>
public sealed record CloseRequest(string Reason);

/// <summary>The work was not over, and why.</summary>
public sealed record ReopenRequest(string Reason);

/// <summary>The answer to every verb: where the thing stands now.</summary>
/// <param name="Id">The thing that was changed or made.</param>
/// <param name="Version">The version of its stream after the command; also in the <c>ETag</c>.</param>
/// <param name="Number">The readable number, where the thing has one.</param>
public sealed record CommandAnswer(string Id, long Version, string? Number = null);
