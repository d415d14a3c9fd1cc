using System.Globalization;
using System.Text.Json;
using Coordination.Connectors;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Exchange;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Grains.Journal;
using Coordination.Host.Partners;

namespace Coordination.Host.Exchange;

/// <summary>
/// Takes what a partner sends, whichever way it comes. Each object is decided by the one writer of its share and what became of all is kept before anyone is told: who gets no answer sends it again, and what is known
/// by then changes nothing.
/// </summary>
internal sealed class StixIntake(IRows rows, PartnerStandings standings, Patience patience, TimeProvider clock)
{
    /// <summary>What fits through the proxy; the same as of alerts.</summary>
    public static readonly StixLimits Limits = new(Bytes: 10_000_000);

    /// <summary>So many messages stand in a submission for objects that were taken.</summary>
    private const int MostOfMessage = 500;

    /// <param name="document">A bundle, or an envelope of TAXII.</param>
    /// <param name="way"><c>taxii</c>, <c>peer</c> or <c>file</c>.</param>
    public async Task<StixSubmission> TakeAsync(PartnerId partner, ReadOnlyMemory<byte> document, string way, Actor actor, CancellationToken cancellationToken)
    {
        if (await standings.FindAsync(partner, cancellationToken) is not { } standing)
        {
            return Unkept(partner, way, PartnerRefusals.Unknown);
        }

        if (standing.FlowAt(clock.GetUtcNow()) != PartnerFlow.Open)
        {
            return Unkept(partner, way, ReceivedRefusals.Closed);
        }

        var reading = await ReadAsync(partner, document, cancellationToken);
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        if (reading.Refused is { } refused)
        {
            return await KeepAsync(id, new(partner, way, 0, 0, 0, 0, Refused: new(RefusalKind.Invalid, refused.Code, refused.Text, refused.Path.Length == 0 ? null : refused.Path)), [], actor, cancellationToken);
        }

        ReceivedObject[] objects = [.. reading.Superseded.Concat(reading.Accepted).Select(StixReceived.Of)];
        if (Array.Exists(objects, static one => one.Indicator is not null))
        {
            await EnsureSourceAsync(cancellationToken);
        }

        UnreadObject[] unread = [.. reading.Quarantined.Select(StixReceived.Of)];
        var told = await Task.WhenAll(Shares(objects, unread).Select(share => TellAsync(partner, id, way, share, actor, cancellationToken)));
        var fates = told.SelectMany(one => one).ToDictionary(StringComparer.Ordinal);
        StixSubmissionDetail[] details =
        [
            .. objects.Select(one => (one.Place, Detail: new StixSubmissionDetail(one.Id, one.Version)))
                .Concat(reading.Repeated.Select(one => (Place: "", Detail: new StixSubmissionDetail(one.Id, (one.Modified ?? one.Created)?.Text))))
                .Concat(unread.Select(one => (one.Place, Detail: new StixSubmissionDetail(one.Id ?? "", null))))
                .Select(one => fates.GetValueOrDefault(one.Place) is { Length: > 0 } why ? one.Detail with { Failed = true, Message = Message(one.Place, why) } : one.Detail),
        ];
        var failures = details.Count(one => one.Failed);
        return await KeepAsync(
            id, new(partner, way, details.Length, details.Length - failures, objects.Count(one => fates.GetValueOrDefault(one.Place) is ""), failures, objects.Count(one => one.Indicator is { Unclear: null })), details, actor, cancellationToken);
    }

    /// <summary>What its sender must know to mend it: of which property the reason speaks, and the reason.</summary>
    private static string Message(string place, string why)
    {
        var message = StixPlace.PropertyOf(place) is { } property ? $"{OneLine.Of(property, 100)}: {why}" : why;
        return message.Length > MostOfMessage ? message[..MostOfMessage] : message;
    }

    /// <summary>What indicators find is delivered by a source of its own; it is there before there is anything to find.</summary>
    private async Task EnsureSourceAsync(CancellationToken cancellationToken)
    {
        var source = new StreamId("source", IndicatorSightings.Source.Value);
        if (await rows.FindAsync(SourceKind.Table, source.Key, cancellationToken) is null)
        {
            await patience.AskAsync(
                source, new Operation { Id = Guid.NewGuid().ToString("N"), Actor = Actor.System.Value, Command = DomainJson.Write<SourceCommand>(new SetSource(IndicatorSightings.Settings)) }, cancellationToken);
        }
    }

    /// <summary>Of the shares each one's commands, none of them large.</summary>
    private static IEnumerable<(int Lane, List<ReceiveObjects> Commands)> Shares(ReceivedObject[] objects, UnreadObject[] unread)
    {
        var (known, strange) = (objects.ToLookup(one => ReceivedKind.LaneOf(one.Id)), unread.ToLookup(one => ReceivedKind.LaneOf(one.Id)));
        for (var lane = 0; lane < ReceivedKind.Lanes; lane++)
        {
            var (commands, some, odd, size) = (new List<ReceiveObjects>(), new List<ReceivedObject>(), new List<UnreadObject>(), 0);
            foreach (var one in known[lane])
            {
                Turn(one.Json.Length);
                some.Add(one);
            }

            foreach (var one in strange[lane])
            {
                Turn(one.Original.Length);
                odd.Add(one);
            }

            Turn(int.MaxValue);
            yield return (lane, commands);

            void Turn(int next)
            {
                if (some.Count + odd.Count > 0 && (some.Count + odd.Count >= ReceiveObjects.MostTogether || next > ReceiveObjects.MostCharacters - size))
                {
                    commands.Add(new(default, "", "", some, odd));
                    (some, odd, size) = ([], [], 0);
                }

                size = next == int.MaxValue ? 0 : size + next;
            }
        }
    }

    /// <summary>Brings one share, a command after the other. The answer says of each place whether it was taken (empty) or why not; of what was known it says nothing.</summary>
    private async Task<Dictionary<string, string>> TellAsync(
        PartnerId partner, string submission, string way, (int Lane, List<ReceiveObjects> Commands) share, Actor actor, CancellationToken cancellationToken)
    {
        var fates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, command) in share.Commands.Index())
        {
            var asked = DomainJson.Write<ReceivedCommand>(command with { Partner = partner, Submission = submission, Way = way });
            var isLost = true;
            for (var attempt = 0; isLost && attempt < 5; attempt++)
            {
                // The answer to a repeat says nothing of the objects. So what may have been carried out is asked once more under another id: what is not taken is told anew, and the rest is known.
                isLost = false;
                var answer = await patience.AskAsync(
                    ReceivedKind.Stream(partner, share.Lane),
                    new Operation { Id = string.Create(CultureInfo.InvariantCulture, $"{submission}/{number}/{attempt}"), Actor = actor.Value, Command = asked },
                    cancellationToken, () => isLost = true);
                foreach (var one in answer.Refusal is { } refusal ? throw new InvalidOperationException($"{ReceivedKind.Stream(partner, share.Lane)} refused objects: {refusal.Code} {refusal.Detail}") : answer.Told)
                {
                    var (place, why) = ReceivedKind.ReadTold(one);
                    fates[place] = why;
                }
            }
        }

        return fates;
    }

    /// <summary>
    /// Reads the document. Whether what it refers to is here is no reason to quarantine: objects come in pages, in any order. Markings of earlier documents are looked up where the document refers to any.
    /// </summary>
    private async Task<StixReading> ReadAsync(PartnerId partner, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        const int MostMarkings = 1_000;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var reading = StixReader.Read(document, new(_ => true, id => Ask(id)), Limits);
        if (asked.Count == 0)
        {
            return reading;
        }

        var known = (await rows.FindManyAsync(ReceivedRows.Bodies, [.. asked.Select(id => ReceivedObject.RowOf(partner, id))], cancellationToken)).ToDictionary(row => row.Id, row => row.Value.Json, StringComparer.Ordinal);
        return known.Count == 0 ? reading : StixReader.Read(document, new(_ => true, id => known.TryGetValue(ReceivedObject.RowOf(partner, id), out var json) ? JsonSerializer.Deserialize<JsonElement>(json) : null), Limits);

        JsonElement? Ask(string id)
        {
            if (asked.Count < MostMarkings)
            {
                asked.Add(id);
            }

            return null;
        }
    }

    private async Task<StixSubmission> KeepAsync(string id, SubmissionRecorded what, StixSubmissionDetail[] details, Actor actor, CancellationToken cancellationToken)
    {
        await patience.AskAsync(SubmissionKind.Stream(id), new Operation { Id = id, Actor = actor.Value, Command = DomainJson.Write<SubmissionCommand>(new RecordSubmission(what, details)) }, cancellationToken);
        return ViewOf(id, new(what, clock.GetUtcNow())) with { Details = details };
    }

    /// <summary>A submission of this partner with all its details; null where there is none of that id.</summary>
    public async Task<StixSubmission?> FindAsync(PartnerId partner, string id, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(SubmissionKind.Lines, id, cancellationToken) is not { } row || row.Value.What.Partner != partner)
        {
            return null;
        }

        // A document holds no more objects than fit into so many parts.
        var parts = await rows.ListAsync(SubmissionKind.Parts, new RowQuery(RowFilter.Is("submission", id), "part", Limit: 1_000), cancellationToken);
        return ViewOf(id, row.Value) with { Details = [.. parts.Rows.SelectMany(part => part.Value.Details)] };
    }

    public static StixSubmission ViewOf(string id, SubmissionRow row) => new()
    {
        Id = id,
        Partner = row.What.Partner,
        ReceivedAt = row.At,
        Way = row.What.Way,
        Total = row.What.Total,
        Successes = row.What.Successes,
        Fresh = row.What.Fresh,
        Failures = row.What.Failures,
        Refused = row.What.Refused,
    };

    /// <summary>Who may not send at all leaves nothing here.</summary>
    private StixSubmission Unkept(PartnerId partner, string way, Refusal why) => new() { Id = "", Partner = partner, ReceivedAt = clock.GetUtcNow(), Way = way, Refused = why };
}
