using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Incidents;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Host.Live;

namespace Coordination.Host.Advisories;

/// <summary>The alerts that refer to an advisory, as far as a viewer may know of them: staff sees those of the incidents that they see, and those that are nobody's.</summary>
internal sealed class AdvisoryAlerts(IRows rows, Need need)
{
    public async Task<IReadOnlyList<AdvisoryAlert>> SeenAsync(Viewer viewer, IReadOnlyList<AlertId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0 || !Rights.Has(viewer, Right.ReadCases))
        {
            return [];
        }

        var alerts = await rows.FindManyAsync(IntakeKind.Alerts, [.. ids.Select(id => id.Value)], cancellationToken);
        var links = (await rows.ListAsync(IncidentRows.Alerts, new RowQuery(new AnyValue("alert", [.. ids.Select(id => (object)id.Value)]), Limit: 1_000), cancellationToken)).Rows;
        var seen = need.Passed(viewer, await rows.FindManyAsync(IncidentRows.Lines, [.. links.Select(row => row.Value.Incident).Distinct()], cancellationToken)).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var incidents = links.ToLookup(row => row.Value.Alert.Value, row => row.Value.Incident, StringComparer.Ordinal);
        return
        [
            .. from row in alerts
               let belongs = incidents[row.Id].ToArray()
               let incident = belongs.Select(id => seen.GetValueOrDefault(id)).FirstOrDefault(one => one is not null)
               where belongs.Length == 0 || incident is not null
               orderby row.Value.ReceivedAt descending
               select new AdvisoryAlert(row.Id, row.Value.Line.Title, row.Value.ReceivedAt, incident is null ? null : new(incident.Id, incident.Value.Number, incident.Value.Title)),
        ];
    }
}
