using System.Text;
using System.Text.Json;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;

namespace Coordination.Host.Exchange;

/// <summary>Takes what partners send, and shows what was taken and what was not.</summary>
internal static class ReceivedEndpoints
{
    public static void MapReceived(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Partners + "/{id}").WithTags("Partners");
        group.MapPost("/stix", BringAsync).Accepts<object>("application/json").Produces<StixSubmission>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).Needs(Right.ShareWithPartners, Right.Exchange);
        group.MapGet("/received", ListAsync).Produces<Page<StixSubmission>>().ProducesProblem(400).Needs(Right.ReadCases);
        group.MapGet("/received/{submission}", FindAsync).Produces<StixSubmission>().ProducesProblem(404).Needs(Right.ReadCases);
        group.MapGet("/objects", ObjectsAsync).Produces<Page<ReceivedObjectView>>().ProducesProblem(400).Needs(Right.ReadCases);
        group.MapGet("/objects/{stix}", ObjectAsync).Produces<object>().ProducesProblem(404).Needs(Right.ReadCases);
        group.MapPost("/objects/{stix}/answer", (HttpContext http, PartnerId id, string stix, Body<AnswerObjectRequest> body, Asking asking, Replies replies) => replies.AnswerAsync(http, id, stix, body.Value, asking))
            .Produces<CommandAnswer>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).Needs(Right.ShareWithPartners);
        group.MapGet("/quarantine", QuarantineAsync).Produces<Page<QuarantineView>>().ProducesProblem(400).Needs(Right.ReadCases);
        group.MapGet("/quarantine/{item}", OriginalAsync).Produces<string>(200, "text/plain").ProducesProblem(404).Needs(Right.ReadCases);
        group.MapPost("/quarantine/{item}/dismiss", DismissAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.ShareWithPartners);
        group.MapPost("/quarantine/{item}/accept", AcceptAsync).Produces<CommandAnswer>().ProducesProblem(404).ProducesProblem(409).Needs(Right.ShareWithPartners);
    }

    /// <summary>A person brings a file for a partner; its own machine brings it for itself.</summary>
    private static async Task<IResult> BringAsync(HttpContext http, PartnerId id, Asking asking, StixIntake intake)
    {
        if (asking.Caller.Partner is { } standing && standing.Id != id)
        {
            return Problems.Result(Domain.Partners.PartnerRefusals.Unknown);
        }

        var bytes = await BodyBytes.ReadAsync(http.Request, StixIntake.Limits.Bytes, http.RequestAborted);
        var taken = await intake.TakeAsync(id, bytes, asking.Caller.Partner is null ? "file" : "api", asking.Actor, http.RequestAborted);
        return taken.Refused is { } refused ? Problems.Result(refused) : Lists.Ok(taken);
    }

    private static async Task<IResult> ListAsync(PartnerId id, string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var page = await Lists.PageAsync(() => rows.ListAsync(SubmissionKind.Lines, new RowQuery(RowFilter.Is("partner", id.Value), "received_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<StixSubmission>([.. page.Rows.Select(row => StixIntake.ViewOf(row.Id, row.Value))], page.Next));
    }

    private static async Task<IResult> FindAsync(PartnerId id, string submission, StixIntake intake, CancellationToken cancellationToken)
        => await intake.FindAsync(id, submission, cancellationToken) is { } found ? Lists.Ok(found) : Problems.Result(ReceivedRefusals.UnknownSubmission);

    private static async Task<IResult> ObjectsAsync(PartnerId id, string? type, string? text, string? cursor, int? limit, IRows rows, Live.Directory directory, CancellationToken cancellationToken)
    {
        RowFilter filter = RowFilter.Is("partner", id.Value);
        filter = string.IsNullOrWhiteSpace(type) ? filter : filter & RowFilter.Is("stix_type", type.Trim());
        filter = string.IsNullOrWhiteSpace(text) ? filter : filter & new Matches(text.Trim());
        var page = await Lists.PageAsync(() => rows.ListAsync(ReceivedRows.Objects, new RowQuery(filter, "received_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        var answered = await AnsweredAsync(page.Rows, rows, directory, cancellationToken);
        return Lists.Ok(new Page<ReceivedObjectView>([.. page.Rows.Select(row => ViewOf(row.Value, answered.GetValueOrDefault(row.Id)))], page.Next));
    }

    /// <summary>The last answer to each, so that two people do not answer the same.</summary>
    private static async Task<Dictionary<string, ObjectAnswered>> AnsweredAsync(IReadOnlyList<Row<ReceivedObjectRow>> objects, IRows rows, Live.Directory directory, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
        {
            return [];
        }

        var last = (await rows.ListAllAsync(ReplyKind.Table, new AnyValue("about", [.. objects.Select(row => row.Id)]), cancellationToken))
            .GroupBy(row => ReceivedObject.RowOf(row.Value.Partner, row.Value.About), row => row.Value, StringComparer.Ordinal)
            .ToDictionary(replies => replies.Key, replies => replies.MaxBy(reply => reply.At)!, StringComparer.Ordinal);
        var people = await directory.NamesAsync(last.Values.Select(reply => reply.By?.Value).OfType<string>().Distinct(), [], cancellationToken);
        return last.ToDictionary(one => one.Key, one => new ObjectAnswered(one.Value.By is { } by ? people.Person(by.Value) : null, one.Value.At, one.Value.Label), StringComparer.Ordinal);
    }

    /// <summary>The object as it was received, letter by letter.</summary>
    private static async Task<IResult> ObjectAsync(PartnerId id, string stix, Caller caller, IRows rows, Readings readings, CancellationToken cancellationToken)
    {
        var key = ReceivedObject.RowOf(id, stix);
        if (await rows.FindAsync(ReceivedRows.Objects, key, cancellationToken) is not { } line || await rows.FindAsync(ReceivedRows.Bodies, key, cancellationToken) is not { } body)
        {
            return Problems.Result(ReceivedRefusals.UnknownObject);
        }

        // Of what is strictly labelled it is kept who took it. Its stream holds many: without the part, reading one would count as having read all.
        await readings.KeepAsync(caller, line.Stream, stix, line.Value.Label, Sight.All, cancellationToken, $"object/{stix}");
        return Results.Bytes(Encoding.UTF8.GetBytes(body.Value.Json), "application/stix+json;version=2.1");
    }

    private static async Task<IResult> QuarantineAsync(PartnerId id, bool? all, string? cursor, int? limit, IRows rows, CancellationToken cancellationToken)
    {
        var filter = all is true ? RowFilter.Is("partner", id.Value) : RowFilter.Is("partner", id.Value) & RowFilter.Is("state", QuarantineState.Waiting);
        var page = await Lists.PageAsync(() => rows.ListAsync(ReceivedRows.Quarantine, new RowQuery(filter, "received_at", Descending: true, Lists.Limit(limit), cursor), cancellationToken), cursor);
        return Lists.Ok(new Page<QuarantineView>([.. page.Rows.Select(ViewOf)], page.Next));
    }

    /// <summary>What was not taken, as it came. It may be broken, so it is a text.</summary>
    private static async Task<IResult> OriginalAsync(PartnerId id, string item, Caller caller, IRows rows, Readings readings, CancellationToken cancellationToken)
    {
        if (await HeldAsync(id, item, rows, cancellationToken) is not { } line || await rows.FindAsync(ReceivedRows.Originals, item, cancellationToken) is not { } original)
        {
            return Problems.Result(ReceivedRefusals.UnknownQuarantined);
        }

        await readings.KeepAsync(caller, line.Stream, line.Value.StixId ?? item, line.Value.Label, Sight.All, cancellationToken, $"quarantine/{item}");
        return Results.Text(original.Value.Json, "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> DismissAsync(HttpContext http, PartnerId id, string item, Asking asking, Commands commands, IRows rows)
        => await HeldAsync(id, item, rows, http.RequestAborted) is { } row
            ? await commands.RunAsync(http, commands.Grains.Received(row.Stream), (ReceivedCommand)new DismissQuarantined(item), asking)
            : Problems.Result(ReceivedRefusals.UnknownQuarantined);

    /// <summary>Reads it once more, by itself: what breaks the specification is taken by nobody.</summary>
    private static async Task<IResult> AcceptAsync(HttpContext http, PartnerId id, string item, Asking asking, Commands commands, IRows rows)
    {
        if (await HeldAsync(id, item, rows, http.RequestAborted) is not { } row || await rows.FindAsync(ReceivedRows.Originals, item, http.RequestAborted) is not { } original)
        {
            return Problems.Result(ReceivedRefusals.UnknownQuarantined);
        }

        var reading = StixReader.Read(Encoding.UTF8.GetBytes($"{{\"objects\":[{original.Value.Json}]}}"), new(static _ => true, static _ => null), StixIntake.Limits);
        return reading is { Refused: null, Accepted: [var one], Quarantined.Count: 0 }
            ? await commands.RunAsync(http, commands.Grains.Received(row.Stream), (ReceivedCommand)new AcceptQuarantined(id, item, StixReceived.Of(one)), asking)
            : Problems.Result(ReceivedRefusals.NotToAccept);
    }

    private static async Task<Row<QuarantineRow>?> HeldAsync(PartnerId id, string item, IRows rows, CancellationToken cancellationToken)
        => await rows.FindAsync(ReceivedRows.Quarantine, item, cancellationToken) is { } row && row.Value.Partner == id ? row : null;

    private static ReceivedObjectView ViewOf(ReceivedObjectRow row, ObjectAnswered? answered) => new()
    {
        Id = row.StixId,
        Type = row.StixType,
        Version = row.Version,
        Name = Disclosure.Listed(row.Label) >= Sight.Summary ? row.Name : null,
        Label = row.Label,
        LabelIsDefault = row.LabelIsDefault,
        Revoked = row.Revoked,
        CreatedBy = row.CreatedBy,
        ReceivedAt = row.ReceivedAt,
        Unclear = row.Unclear,
        About = row.About,
        Answered = answered,
    };

    private static QuarantineView ViewOf(Row<QuarantineRow> row) => new()
    {
        Id = row.Id,
        ObjectId = Disclosure.Listed(row.Value.Label) >= Sight.Summary ? row.Value.StixId : null,
        Type = row.Value.StixId?[..^38],
        Label = row.Value.Label,
        Place = row.Value.Place,
        Code = row.Value.Code,
        Reason = row.Value.Reason,
        ReceivedAt = row.Value.ReceivedAt,
        Times = row.Value.Times,
        State = row.Value.State,
        MayAccept = row.Value.State == QuarantineState.Waiting && ReceivedRules.MayAccept(row.Value.Code),
    };
}
