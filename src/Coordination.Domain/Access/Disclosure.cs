using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Incidents;

namespace Coordination.Domain.Access;

/// <summary>Who looks.</summary>
/// <param name="Person">Null for a machine.</param>
public sealed record Viewer(PersonId? Person, Role Role);

/// <summary>How much of a thing a viewer may see.</summary>
public enum Sight
{
    Nothing,
    Existence,
    Summary,
    All,
}

/// <summary>The one place that says who sees what. Every exit asks it: REST, hub, search, counts, mail, webhooks.</summary>
public static class Disclosure
{
    /// <summary>The word under which staff finds a thing.</summary>
    public const string Staff = "staff";

    /// <summary>Who may know of an incident, as words that SQL can narrow by; the full function runs on what comes back.</summary>
    public static IEnumerable<string> AudiencesOf(Incident incident)
        => [Staff, .. incident.Institutions.Select(affected => $"institution:{affected.Institution}")];

    /// <summary>The words by which this viewer's lists are narrowed.</summary>
    public static IReadOnlyList<string> AudiencesFor(Viewer viewer) => viewer.Role is Role.Officer or Role.Administrator ? [Staff] : [];

    /// <summary>What this viewer may see of an incident.</summary>
    public static Sight Of(Viewer viewer, IncidentRow incident)
        => AudiencesFor(viewer).Any(word => incident.Audiences.Contains($" {word} ", StringComparison.Ordinal)) ? Sight.All : Sight.Nothing;

    /// <summary>What may stand in a mail or webhook: above GREEN only label, number and link, for mail is read by many on its way.</summary>
    public static Sight Outside(Tlp tlp) => tlp > Tlp.Green ? Sight.Existence : Sight.Summary;
}
