using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;

namespace Coordination.Console.Incidents;

/// <summary>What an officer can do to an incident.</summary>
public enum Verb
{
    Acknowledge,
    Take,
    Assign,
    Status,
    Severity,
    Classification,
    Tlp,
    Title,
    Note,
    Task,
    Institution,
    InstitutionStatus,
    Observables,
    Restrict,
    Share,
    TakeAlarm,
    Close,
    Reopen,
    Hold,
    Release,
    Erase,
}

/// <summary>A verb as it is offered.</summary>
/// <param name="Verb">Which one.</param>
/// <param name="Title">As an order.</param>
/// <param name="Key">The key for it, if it has one.</param>
internal sealed record VerbOffer(Verb Verb, string Title, string? Key)
{
    /// <summary>All that can be done to an incident as a whole, in the order in which it is offered.</summary>
    public static readonly IReadOnlyList<VerbOffer> All =
    [
        new(Verb.Acknowledge, "Acknowledge", "a"),
        new(Verb.TakeAlarm, "Take the alarm", "!"),
        new(Verb.Take, "Assign to me", "i"),
        new(Verb.Assign, "Assign to…", "w"),
        new(Verb.Status, "Set status…", "s"),
        new(Verb.Severity, "Set severity…", "p"),
        new(Verb.Classification, "Classify…", "c"),
        new(Verb.Tlp, "Set TLP…", "t"),
        new(Verb.Note, "Add note…", "m"),
        new(Verb.Task, "Add task…", "d"),
        new(Verb.Institution, "Add institution…", "u"),
        new(Verb.Observables, "Add observables…", "b"),
        new(Verb.Title, "Rename…", "e"),
        new(Verb.Restrict, "Restrict…", "y"),
        new(Verb.Share, "Share…", "h"),
        new(Verb.Close, "Close…", "x"),
        new(Verb.Reopen, "Reopen…", "x"),
        new(Verb.Hold, "Legal hold…", null),
        new(Verb.Release, "Release hold…", null),
        new(Verb.Erase, "Erase…", null),
    ];

    /// <summary>What one must be let do for it.</summary>
    public Right Right => Verb switch
    {
        Verb.Note or Verb.Task or Verb.Observables or Verb.Classification => Right.AddToCases,
        Verb.Restrict or Verb.Share or Verb.Hold or Verb.Release or Verb.Erase => Right.LeadCases,
        _ => Right.WorkOnCases,
    };

    /// <summary>Whether it makes sense for an incident as it stands.</summary>
    public bool Fits(IncidentSummary incident, bool alarm) => Verb switch
    {
        Verb.Acknowledge => incident.AcknowledgedAt is null && incident.Status != IncidentStatus.Closed,
        Verb.TakeAlarm => alarm,
        Verb.Reopen or Verb.Erase => incident.Status == IncidentStatus.Closed,
        Verb.Hold => !incident.Held,
        Verb.Release => incident.Held,
        Verb.Note or Verb.Restrict => true,
        _ => incident.Status != IncidentStatus.Closed,
    };
}
