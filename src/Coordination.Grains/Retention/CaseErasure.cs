using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain.Attachments;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>Erases a case part by part, and its own stream last: until then its rows say what belongs to it. In the second round only days of the intake are left to look at.</summary>
public sealed class CaseErasure : IErases
{
    private readonly IReadOnlyList<ICasePart> _parts;
    private readonly IRows _rows;
    private readonly IErasure _erasure;
    private readonly Destruction _destruction;
    private readonly Lanes _lanes;

    internal CaseErasure(IEnumerable<ICasePart> parts, IRows rows, IErasure erasure, Destruction destruction, Lanes lanes)
        => (_parts, _rows, _erasure, _destruction, _lanes) = ([.. parts], rows, erasure, destruction, lanes);

    public bool Takes(string what) => new StreamId(what).Kind == "incident";

    public async Task<Erased> RunAsync(EraseOrder order, CancellationToken cancellationToken)
    {
        if (order.Days.Count > 0)
        {
            var (destroyed, left) = await _lanes.DestroyEmptyAsync(order.Days.Select(day => new StreamId(day)), cancellationToken);
            return new([new("streams", destroyed)], left);
        }

        var incident = new StreamId(order.What);
        var erased = Erased.Nothing;
        foreach (var part in _parts)
        {
            erased = erased.And(await part.EraseAsync(incident, cancellationToken));
        }

        return erased.And(Erased.Of(new ErasedPart("streams", await _destruction.OfAsync(incident, cancellationToken))));
    }

    /// <summary>What erasing it would erase.</summary>
    public async Task<ErasurePlan> PlanAsync(Row<IncidentRow> line, CancellationToken cancellationToken)
    {
        var (parts, remains) = (new List<ErasedPart>(), new List<string>());
        foreach (var part in _parts)
        {
            var share = await part.CountAsync(line.Stream, cancellationToken);
            parts.AddRange(share.Parts);
            remains.AddRange(share.Remains);
        }

        var of = RowFilter.Is("incident", line.Id);
        parts.Add(new("notes", await _rows.CountAllAsync(IncidentRows.Notes, of, cancellationToken)));
        parts.Add(new("attachments", await _rows.CountAllAsync(AttachmentRows.Table, RowFilter.Is("subject", line.Stream.Value), cancellationToken)));
        parts.Add(new("timeline entries", await _rows.CountAllAsync(Timeline.Table, RowFilter.Is("subject", line.Stream.Value), cancellationToken)));
        parts.Add(new("waiting messages", await _erasure.CountMessagesAsync(line.Stream, cancellationToken)));
        return new(IncidentId.Of(line.Id), line.Value.Number, [.. parts.GroupBy(part => part.Part, StringComparer.Ordinal).Select(group => new ErasedPart(group.Key, group.Sum(part => part.Count)))], remains);
    }
}
