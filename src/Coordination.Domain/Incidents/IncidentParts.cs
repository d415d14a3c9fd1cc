using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;

namespace Coordination.Domain.Incidents;

/// <summary>Which parts of an incident go with which sight. How far someone sees is decided by <see cref="Disclosure.Of"/>.</summary>
public static class IncidentParts
{
    /// <summary>
    /// What of a line is shown. Whom else it concerns is theirs to know as far as those have consented, and who works on it here is not; of what exists only, neither is what it is.
    /// </summary>
    /// <param name="hidden">Those of its institutions of which a viewer who sees a summary is not told: see <see cref="Disclosure.Reveals"/>.</param>
    public static IncidentSummary Of(IncidentSummary all, Sight sight, IReadOnlyDictionary<InstitutionId, InstitutionFacts> hidden)
    {
        ArgumentNullException.ThrowIfNull(all);
        return sight switch
        {
            Sight.All => all,
            Sight.Summary => all with
            {
                Shown = Sight.Summary,
                Owner = null,
                AcknowledgedBy = null,
                OpenTasks = 0,
                Held = false,
                Title = OtherParties.Without(all.Title, hidden.Values),
                Institutions = [.. all.Institutions.Where(one => !hidden.ContainsKey(one.Id))],
            },
            _ => new()
            {
                Shown = Sight.Existence,
                Id = all.Id,
                Number = all.Number,
                Version = all.Version,
                Title = "",
                Status = all.Status,
                Severity = all.Severity,
                Tlp = all.Tlp,
                Classification = "undetermined",
                Institutions = [],
                OpenedAt = all.OpenedAt,
                UpdatedAt = all.UpdatedAt,
                ClosedAt = all.ClosedAt,
                Exercise = all.Exercise,
            },
        };
    }

    /// <summary>Whether an institution to which the incident is shown in part is shown an alert of it: its own, unless RED; and where a partner's indicator raised it, only as far as that may be passed on, for what was seen is what the indicator looks for.</summary>
    public static bool ShowsAlert(InstitutionId institution, AlertView alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.Institution?.Id == institution && alert.Tlp < Tlp.Red && (alert.Indicator is null || Disclosure.PassedOn(alert.Tlp) >= Sight.Summary);
    }

    /// <summary>
    /// What of its own alert an institution is shown that sees the incident in part: whom else it names is theirs to know as far as those have consented, and to which advisories it refers is for staff.
    /// </summary>
    /// <param name="hidden">As for the line of the incident.</param>
    public static AlertView Of(AlertView own, IReadOnlyCollection<InstitutionFacts> hidden)
    {
        ArgumentNullException.ThrowIfNull(own);
        return own with
        {
            Title = OtherParties.Without(own.Title, hidden),
            SourceIp = OtherParties.Unless(own.SourceIp, hidden),
            SourceFqdn = OtherParties.Unless(own.SourceFqdn, hidden),
            SourceAsn = OtherParties.Unless($"AS{own.SourceAsn}", hidden) is null ? null : own.SourceAsn,
            DestinationIp = OtherParties.Unless(own.DestinationIp, hidden),
            Link = null,
            Indicator = null,
            Advisories = [],
        };
    }

    /// <summary>Whether someone to whom the incident is shown is given an attachment of it: who sees all of it, all; an institution what is meant for it, RED only to a recipient.</summary>
    public static bool ShowsAttachment(Viewer viewer, Sight sight, bool isRecipient, InstitutionId? isFor, Tlp label)
        => sight == Sight.All || (sight == Sight.Summary && isFor is not null && isFor == viewer.Institution && (label < Tlp.Red || isRecipient));
}
