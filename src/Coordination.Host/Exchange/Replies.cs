using Coordination.Connectors.Stix;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>Answers what partners gave: writes a note or a sighting and lays it ready for that partner. The same request again is the same answer.</summary>
internal sealed class Replies(Commands commands, IRows rows, StixPublisher publisher, TimeProvider clock)
{
    public async Task<IResult> AnswerAsync(HttpContext http, PartnerId partner, string about, AnswerObjectRequest request, Asking asking)
    {
        if (await rows.FindAsync(PartnerRegister.Table, partner.Value, http.RequestAborted) is not { } known)
        {
            return Problems.Result(PartnerRefusals.Unknown);
        }

        if (await rows.FindAsync(ReceivedRows.Objects, ReceivedObject.RowOf(partner, about), http.RequestAborted) is not { } given)
        {
            return Problems.Result(ReceivedRefusals.UnknownObject);
        }

        var id = asking.NewId<ReplyId>("reply");
        var thing = commands.Grains.Reply(id);
        var exercise = await IsExerciseAsync(given.Value.About, http.RequestAborted);
        var at = await WrittenAtAsync(id, http.RequestAborted) ?? clock.GetUtcNow();
        var answer = await commands.AskAsync(thing, Command(at), asking, http.RequestAborted);
        if (answer.Code == "operation.reused" && await WrittenAtAsync(id, http.RequestAborted) is { } written && written != at)
        {
            // Asked twice at once, the other was first and named another moment. If nothing else differs, it is the same answer.
            answer = await commands.AskAsync(thing, Command(written), asking, http.RequestAborted);
        }

        return Commands.ToHttp(http, thing.Stream, answer);

        WriteReply Command(DateTimeOffset moment)
        {
            var producer = new StixProducer(publisher, known.Value.Facts.OldLabels ? TlpVersion.One : TlpVersion.Two);
            var text = request.Text?.Trim() ?? "";
            var said = producer.Answer(thing.Stream.Value, given.Value.StixId, text, request.Label, moment, request.Seen);
            var json = StixSaid.Text(said);
            return new(
                partner, given.Value.StixId, text, request.Seen, moment,
                new(new(StixSaid.IdOf(said), StixSaid.Of(said), request.Label, thing.Stream.Value, [], SharedContent.IdOf(thing.Stream, json)), json), exercise);
        }
    }

    private async Task<DateTimeOffset?> WrittenAtAsync(ReplyId id, CancellationToken cancellationToken) => (await rows.FindAsync(ReplyKind.Table, id.Value, cancellationToken))?.Value.At;

    private async Task<bool> IsExerciseAsync(IReadOnlyList<string> about, CancellationToken cancellationToken)
    {
        string[] incidents = [.. about.Select(stream => new StreamId(stream)).Where(stream => stream.Kind == "incident").Select(stream => stream.Key)];
        return incidents.Length > 0 && (await rows.FindManyAsync(IncidentRows.Lines, incidents, cancellationToken)).Any(row => row.Value.Exercise);
    }
}
