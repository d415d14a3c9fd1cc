using Coordination.Contracts;
using Coordination.Contracts.Incidents;

namespace Coordination.Domain.Escalation;

/// <summary>What is said of a subject, and what is asked.</summary>
public enum Matter
{
    /// <summary>An incident needs someone, or affects an institution.</summary>
    Incident,

    /// <summary>An advisory was published.</summary>
    Advisory,

    /// <summary>An advisory was published that must be answered.</summary>
    CallForAction,

    /// <summary>An advisory was published again.</summary>
    Revision,

    /// <summary>An advisory no longer concerns the institution.</summary>
    Released,

    /// <summary>An alert speaks against what the institution answered.</summary>
    Contradicted,

    /// <summary>An affected institution is asked whether another may be told that it is.</summary>
    Consent,

    /// <summary>An affected institution is told that a partner may be told that it is, without its consent.</summary>
    Decision,

    /// <summary>A partner said something about an incident.</summary>
    PartnerSpoke,

    /// <summary>A partner is asked something.</summary>
    RequestAsked,

    /// <summary>A partner is written to about a request.</summary>
    RequestWritten,

    /// <summary>A request was closed or withdrawn.</summary>
    RequestEnded,

    /// <summary>A partner asks us, and nobody has it yet.</summary>
    RequestReceived,

    /// <summary>A partner has written to whoever of us has the request.</summary>
    RequestAnswered,

    /// <summary>Whoever of us has a partner's request has not answered it in time.</summary>
    RequestOverdue,
}

/// <summary>What an escalation or notification is about, without knowing what sort of thing it is: an incident, an advisory, a request of a partner.</summary>
/// <param name="Stream">The thing's stream, for example <c>incident/…</c>.</param>
/// <param name="Reference">How people call it: <c>2026-000123</c>.</param>
/// <param name="Title">A line that says what it is, under the label <paramref name="Tlp"/>.</param>
/// <param name="Exercise">It is part of an exercise: everything is recorded as if it were real, nothing is sent.</param>
/// <param name="Matter">What is said of it.</param>
/// <param name="Due">By when an answer is due.</param>
/// <param name="Told">The partner that is to be told of an institution, by name.</param>
public sealed record Subject(string Stream, string Reference, string Title, Severity Severity, Tlp Tlp, bool Exercise = false, Matter Matter = Matter.Incident, DateTimeOffset? Due = null, string? Told = null);

/// <summary>Someone who is told: a person, an institution or a machine, with the addresses that were known when it was decided.</summary>
/// <param name="Kind"><c>person</c>, <c>institution</c>, <c>partner</c> or <c>webhook</c>.</param>
/// <param name="Id">The person's, institution's or partner's id; the address of a webhook.</param>
/// <param name="Contacts">Where they are reached.</param>
/// <param name="Instead">Why others are told than were meant, as words.</param>
public sealed record Party(string Kind, string Id, IReadOnlyList<Contracts.Institutions.Contact> Contacts, string? Instead = null);
