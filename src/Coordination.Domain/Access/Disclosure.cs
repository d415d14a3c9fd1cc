using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;

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

/// <summary>A thing that says who may know of it.</summary>
public interface IDisclosed
{
    /// <summary>Words with a space before and after each: see <see cref="Disclosure.AudiencesOf"/>.</summary>
    string Audiences { get; }
}

/// <summary>The one place that says who sees what. Every exit asks it: REST, hub, search, counts, mail, webhooks.</summary>
public static class Disclosure
{
    /// <summary>The word under which staff finds a thing.</summary>
    public const string Staff = "staff";

    /// <summary>Who may know of a thing that touches these institutions, as words that SQL can narrow by; the full function runs on what comes back.</summary>
    public static IEnumerable<string> AudiencesOf(IEnumerable<InstitutionId> affected)
        => [Staff, .. affected.Select(institution => $"institution:{institution}")];

    /// <summary>The words by which this viewer's lists are narrowed.</summary>
    public static IReadOnlyList<string> AudiencesFor(Viewer viewer) => viewer.Role is Role.Officer or Role.Administrator ? [Staff] : [];

    /// <summary>What this viewer may see of a thing.</summary>
    public static Sight Of(Viewer viewer, IDisclosed thing)
        => AudiencesFor(viewer).Any(word => thing.Audiences.Contains($" {word} ", StringComparison.Ordinal)) ? Sight.All : Sight.Nothing;

    /// <summary>What may stand in a mail or webhook: above GREEN only label, number and link, for mail is read by many on its way.</summary>
    public static Sight Outside(Tlp tlp) => tlp > Tlp.Green ? Sight.Existence : Sight.Summary;
}
