using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Access;

/// <summary>Who looks.</summary>
/// <param name="Person">Null for a machine.</param>
/// <param name="Role">Null for who may only deliver alerts, and sees nothing.</param>
/// <param name="Cases">An administrator who was granted case content.</param>
/// <param name="Institution">To which someone of an institution belongs.</param>
/// <param name="Partner">For which partner a machine exchanges, and how that stands.</param>
/// <param name="Only">The rights to which a machine's token is narrowed, of those that its role has; null where it is not.</param>
public sealed record Viewer(
    PersonId? Person, Role? Role, bool Cases = false, InstitutionId? Institution = null, IReadOnlyList<Right>? Only = null,
    PartnerStanding? Partner = null);

/// <summary>A thing that says who may know of it.</summary>
public interface IDisclosed
{
    Tlp Tlp { get; }

    /// <summary>Whom it concerns.</summary>
    IReadOnlyList<InstitutionId> Institutions { get; }

    /// <summary>The people to whom it is restricted; null where it is not.</summary>
    IReadOnlyList<PersonId>? RestrictedTo { get; }

    /// <summary>With whom it is shared.</summary>
    IReadOnlyList<Share> Shares { get; }

    /// <summary>On what it rests that others are told whom it concerns.</summary>
    IReadOnlyList<IdentityConsent> Consents => [];

    /// <summary>Words with a space before and after each: see <see cref="Disclosure.AudiencesOf"/>.</summary>
    string Audiences { get; }
}

/// <summary>The one place that says who sees what. Every exit asks it: REST, hub, search, counts, mail, webhooks.</summary>
public static class Disclosure
{
    /// <summary>The word under which all who read cases find a thing.</summary>
    public const string Staff = "staff";

    /// <summary>The word under which who reads everything finds it.</summary>
    public const string Auditors = "auditors";

    private static readonly string[] AllStaff = [Staff];

    /// <summary>
    /// Who may find a thing, as words that SQL can narrow by and the hub's groups are named after; <see cref="Of"/> runs on what comes back. A word too many costs a reading, one too
    /// few hides the thing, so a share is named until it is taken away, however old it is.
    /// </summary>
    public static IEnumerable<string> AudiencesOf(IEnumerable<InstitutionId> affected, IReadOnlyList<PersonId>? restrictedTo, IEnumerable<Share> shares)
        => restrictedTo is null
            ? [Staff, Auditors, .. affected.Select(Audience.Of).Concat(shares.Select(share => share.With)).Distinct()]
            : [Auditors, .. restrictedTo.Select(Audience.Of).Concat(shares.Select(share => share.With)).Distinct()];

    /// <summary>The words by which this viewer's lists are narrowed.</summary>
    public static IReadOnlyList<string> AudiencesFor(Viewer viewer)
        => viewer.Role is Role.Auditor ? [Staff, Auditors]
            : Rights.Has(viewer, Right.ReadCases) ? viewer.Person is { } person ? [Staff, Audience.Of(person)] : [Staff]
            : Rights.Has(viewer, Right.ReadIncidents) ? [.. new[] { viewer.Partner is { } partner ? Audience.Of(partner.Id) : null, viewer.Institution is { } own ? Audience.Of(own) : null, viewer.Person is { } reader ? Audience.Of(reader) : null }.OfType<string>()]
            : [];

    /// <summary>What this viewer may see of a thing (TLP 2.0; standards.md §2).</summary>
    public static Sight Of(Viewer viewer, IDisclosed thing, DateTimeOffset now)
    {
        if (Rights.Has(viewer, Right.ReadCases))
        {
            return thing.RestrictedTo is not { } named || viewer.Role is Role.Auditor || (viewer.Person is { } person && (named.Contains(person) || IsShared(thing, Audience.Of(person), now))) ? Sight.All : Sight.Nothing;
        }

        if (!Rights.Has(viewer, Right.ReadIncidents))
        {
            return Sight.Nothing;
        }

        if (viewer.Partner is { } partner)
        {
            // What goes to a partner was decided by someone, ends with its agreement, what was agreed to be exchanged counts, and it stops at its ceiling; what is restricted to people goes to none.
            return thing.RestrictedTo is null && IsShared(thing, Audience.Of(partner.Id), now) && partner.Exchanges(PartnerTopic.Incidents) && partner.MayHave(thing.Tlp, now) && PartnerMayKnow(partner, thing.Institutions, thing.Consents, now) ? Sight.Summary : Sight.Nothing;
        }

        if (IsRecipient(viewer, thing, now))
        {
            return Sight.Summary;
        }

        if (viewer.Institution is not { } institution || !(IsShared(thing, Audience.Of(institution), now) || (thing.RestrictedTo is null && thing.Institutions.Contains(institution))))
        {
            return Sight.Nothing;
        }

        return thing.Tlp == Tlp.Red ? Sight.Existence : Sight.Summary;
    }

    /// <summary>Whether this viewer may know what an institution has: who reads the registers, and of an institution only its own people.</summary>
    public static bool OfInventory(Viewer viewer, InstitutionId institution)
        => Rights.Has(viewer, Right.ReadInventories) && (viewer.Role is { } role && Rights.IsOfInstitution(role) ? viewer.Institution == institution : viewer.Institution is null);

    /// <summary>Whether it was shared with this very person: RED is for the recipients themselves and for nobody else of their house.</summary>
    public static bool IsRecipient(Viewer viewer, IDisclosed thing, DateTimeOffset now) => viewer.Person is { } person && IsShared(thing, Audience.Of(person), now);

    /// <summary>Whether this viewer, who sees a thing in part, may be told that it concerns an institution: their own, or one that consents to it (standards.md §1.1, Art. 20(3)).</summary>
    public static bool Reveals(Viewer viewer, IEnumerable<IdentityConsent> consents, InstitutionId institution, DateTimeOffset now)
        => viewer.Partner is { } partner ? MayKnow(Audience.Of(partner.Id), consents, institution, now)
            : viewer.Institution is { } own && (own == institution || MayKnow(own, consents, institution, now));

    /// <summary>Whether an institution consents to another being told that it is concerned.</summary>
    public static bool MayKnow(InstitutionId to, IEnumerable<IdentityConsent> consents, InstitutionId institution, DateTimeOffset now)
        => MayKnow(Audience.Of(to), consents, institution, now);

    /// <summary>Who is no Member State counterpart has nothing of a specific incident without the consent of whom it affects (Art. 18(3)); nothing else stands in for it.</summary>
    public static bool PartnerMayKnow(PartnerStanding partner, IEnumerable<InstitutionId> affected, IEnumerable<IdentityConsent> consents, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(partner);
        return partner.IsCounterpart
            || affected.All(institution => MayKnow(Audience.Of(partner.Id), consents.Where(consent => consent.State == ConsentState.Granted), institution, now));
    }

    private static bool MayKnow(string to, IEnumerable<IdentityConsent> consents, InstitutionId institution, DateTimeOffset now)
        => consents.Any(consent => consent.Of == institution && consent.To == to && IsGood(consent, now));

    /// <summary>Whether it may be told: the consent was given, or it was decided without and the time to answer is over; and its own time has not passed.</summary>
    public static bool IsGood(IdentityConsent consent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return (consent.State == ConsentState.Granted || (consent.State == ConsentState.Decided && consent.AnswerBy <= now)) && !(consent.Until <= now);
    }

    /// <summary>What may stand in a mail or webhook: above GREEN only label, number and link, for mail is read by many on its way.</summary>
    public static Sight Outside(Tlp tlp) => tlp > Tlp.Green ? Sight.Existence : Sight.Summary;

    /// <summary>What lists show of what a partner gave: above AMBER that it is there. Whoever reads it opens it, and that is kept.</summary>
    public static Sight Listed(Tlp tlp) => ReadingKind.IsKept(tlp) ? Sight.Existence : Sight.Summary;

    /// <summary>What an institution is told of what a partner gave to us: AMBER+STRICT ends with our own organisation and RED with who has it, so nothing of them without the partner's leave.</summary>
    public static Sight PassedOn(Tlp tlp) => tlp > Tlp.Amber ? Sight.Nothing : Sight.Summary;

    /// <summary>The groups of boards that show a thing: all who read cases; where it is restricted, those to whom it is or with whom it is shared now, and who reads everything.</summary>
    public static IReadOnlyList<string> BoardsOf(IDisclosed thing, DateTimeOffset now)
        => thing.RestrictedTo is not { } named ? AllStaff
            : [Auditors, .. named.Select(Audience.Of).Concat(thing.Shares.Where(share => Audience.Person(share.With) is not null && !IsOver(share, now)).Select(share => share.With)).Distinct()];

    private static bool IsShared(IDisclosed thing, string word, DateTimeOffset now) => thing.Shares.Any(share => share.With == word && !IsOver(share, now));

    private static bool IsOver(Share share, DateTimeOffset now) => share.Until <= now;
}
