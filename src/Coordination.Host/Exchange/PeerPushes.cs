using System.Globalization;
using System.Text;
using Coordination.Connectors;
using Coordination.Connectors.Taxii;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Coordination.Host.Partners;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Exchange;

/// <summary>Brings to a partner's server what lies ready for it, and asks what became of it.</summary>
internal sealed class PeerPushes(TaxiiClient client, PeerSecrets secrets, PartnerStandings standings, SharedNeed need, IRows rows, Patience patience, IOptions<TaxiiOptions> options, TimeProvider clock)
{
    private const int MostObjects = 100;

    /// <summary>Of what was passed by so many are looked at in one step.</summary>
    private const int MostLooked = 1_000;

    /// <summary>Who has forgotten so often in a row what it took is not brought it again.</summary>
    private const int MostForgotten = 3;

    /// <summary>Who does not say for so long what became of something is no longer asked.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    public async Task<PeerPushed> StepAsync(PartnerStanding partner, Peer peer, CancellationToken cancellationToken)
    {
        var server = secrets.ServerOf(partner.Id, peer);
        return peer.Sent is { } sent ? await FollowAsync(partner, peer, server, sent, cancellationToken) : await SendAsync(partner, peer, server, cancellationToken);
    }

    private async Task<PeerPushed> FollowAsync(PartnerStanding partner, Peer peer, TaxiiServer server, SentBatch sent, CancellationToken cancellationToken)
    {
        var (answer, now) = (await client.StatusAsync(server, sent.Status, cancellationToken), clock.GetUtcNow());
        var goesOn = PeerPushed.At(peer.Mark) with { More = true };
        return answer switch
        {
            { Value: { Complete: true } status } => Told(goesOn, status, sent.Numbers.Count, now),
            { Value: { } status } when now - sent.At > LongestSilence
                => Told(goesOn, status with { Failures = [.. status.Failures, new("", null, $"{status.Pending} objects are pending there for more than an hour, and are no longer asked about.")] }, sent.Numbers.Count, now),
            { Value: not null } => PeerPushed.At(peer.Mark) with { Sent = sent with { Looks = sent.Looks + 1 } },
            { Trouble.Fault: TaxiiFault.NotThere } => Forgotten(peer, sent, now),
            _ => PeerPushed.At(peer.Mark) with { Sent = sent, Trouble = PeerTroubles.Of(answer.Trouble!, client, TaxiiWay.Push, partner.Id, clock) },
        };
    }

    /// <summary>The same again counts as done there. Who goes on forgetting would be brought it for ever, and nothing else.</summary>
    private static PeerPushed Forgotten(Peer peer, SentBatch sent, DateTimeOffset now)
    {
        var again = peer.Forgotten + 1 < MostForgotten;
        var reason = string.Create(CultureInfo.InvariantCulture, $"The server took {sent.Numbers.Count} objects and has forgotten what became of them. They are brought {(again ? "again" : "no more: it goes on forgetting")}.");
        return PeerPushed.At(again ? peer.Mark.Holding(sent.Numbers) : peer.Mark) with { More = true, Refused = again ? [] : [new("", null, reason, now)], Trouble = new(reason) };
    }

    /// <summary>First what is held, then what was passed by before and may go by now, then what is new. What was passed by is recorded as held before it is sent: from then on its row says that it has left.</summary>
    private async Task<PeerPushed> SendAsync(PartnerStanding partner, Peer peer, TaxiiServer server, CancellationToken cancellationToken)
    {
        var held = await rows.FindManyAsync(CollectionKind.Table, [.. peer.Mark.Held.Select(number => CollectionKind.RowId(partner.Id.Value, number))], cancellationToken);
        var (ready, stays) = await JudgedAsync(partner, [.. held.OrderBy(row => row.Value.Number)], cancellationToken);
        var mark = peer.Mark.AfterHeld(stays);
        if (ready.Count == 0 && mark.LooksAgain)
        {
            (mark, var goesOn) = await LookAgainAsync(partner, mark, cancellationToken);
            if (goesOn)
            {
                return PeerPushed.At(mark) with { More = true };
            }
        }

        var more = mark.LooksAgain;
        if (!more)
        {
            var page = await ReadyAsync(partner, new Compare("added_at", Comparison.Greater, mark.Through), MostObjects, cancellationToken);
            var (may, passed) = await JudgedAsync(partner, page.Rows, cancellationToken);
            mark = mark.AfterNew(page.Rows is [.., var last] ? last.Value.AddedAt : null, passed);
            (ready, more) = ([.. ready, .. may], page.Next is not null);
        }

        // Where nothing goes: who lays something ready or changes the partner wakes it; going on now would only look at the same again.
        return ready.Count == 0 ? PeerPushed.At(mark) with { More = more } : await BringAsync(partner, peer, server, mark, ready, more, cancellationToken);
    }

    /// <summary>Some of what was passed by is looked at once more. True: there is more of it, or some of it is held now.</summary>
    private async Task<(PushMark Mark, bool GoesOn)> LookAgainAsync(PartnerStanding partner, PushMark mark, CancellationToken cancellationToken)
    {
        RowFilter passed = RowFilter.Is("taken", 0) & new Compare("added_at", Comparison.GreaterOrEqual, mark.PassedFrom) & new Compare("added_at", Comparison.LessOrEqual, mark.Through);
        var page = await ReadyAsync(partner, mark.AgainThrough is { } looked ? passed & new Compare("added_at", Comparison.Greater, looked) : passed, MostLooked, cancellationToken);
        var (may, _) = await JudgedAsync(partner, page.Rows, cancellationToken);
        return (mark.AfterAgain([.. page.Rows.Select(row => row.Value)], [.. may.Select(one => one.Row.Number)], page.Next is not null), may.Count > 0 || page.Next is not null);
    }

    private Task<RowPage<SharedObjectRow>> ReadyAsync(PartnerStanding partner, RowFilter which, int most, CancellationToken cancellationToken)
        => rows.ListAsync(CollectionKind.Table, new(RowFilter.Is("partner", partner.Id.Value) & which, "added_at", Limit: most), cancellationToken);

    /// <summary>What of these may go, and what may not.</summary>
    private async Task<(IReadOnlyList<ReadyObject> May, IReadOnlyList<SharedObjectRow> Stays)> JudgedAsync(PartnerStanding partner, IReadOnlyList<Row<SharedObjectRow>> found, CancellationToken cancellationToken)
    {
        var may = await need.PassedAsync(partner, found, cancellationToken);
        return (may, [.. found.Select(row => row.Value).Except(may.Select(one => one.Row))]);
    }

    /// <summary>Sends what fits into one document of these. Where that fails, the push stands where it stood.</summary>
    /// <param name="mark">Where it stands when all of these have gone.</param>
    /// <param name="more">Some is left that was not looked at.</param>
    private async Task<PeerPushed> BringAsync(PartnerStanding partner, Peer peer, TaxiiServer server, PushMark mark, IReadOnlyList<ReadyObject> ready, bool more, CancellationToken cancellationToken)
    {
        var root = await client.RootAsync(server, cancellationToken);
        if (root.Value is not { } place)
        {
            return Failed(root.Trouble!);
        }

        var most = Math.Min(place.MaxContentLength, options.Value.MostBytes);
        var count = Math.Min(ready.Count, MostObjects);
        while (true)
        {
            var batch = ready.Take(Fitting(ready, count, most)).ToArray();
            var envelope = Envelope(batch);
            if (batch.Length == 1 && envelope.Length > most)
            {
                return Refused($"The object has {envelope.Length:N0} bytes with its envelope, and the server takes {most:N0} at most.", batch[0]);
            }

            batch = await TakenAsync(partner.Id, batch, cancellationToken);
            if (batch.Length == 0)
            {
                // Withdrawn meanwhile, or not to go any more, all of it: the next step sees what is left.
                return PeerPushed.At(peer.Mark) with { More = true };
            }

            var answer = await client.AddAsync(server, peer.Settings!.PushInto!, Envelope(batch), cancellationToken);
            if (answer.Trouble is { Fault: TaxiiFault.TooLarge or TaxiiFault.NotTaken } wrong)
            {
                if (batch.Length == 1)
                {
                    return Refused(wrong.Reason, batch[0]);
                }

                // One of them is what it does not take: which, shows a smaller lot.
                count = batch.Length / 2;
                continue;
            }

            if (answer.Value is not { } status)
            {
                return Failed(answer.Trouble!);
            }

            var (now, after) = (clock.GetUtcNow(), After(batch));
            return status.Complete ? Told(after, status, batch.Length, now) : after with { Sent = new([.. batch.Select(one => one.Row.Number)], status.Id, now), More = false };
        }

        PeerPushed Failed(TaxiiTrouble trouble) => PeerPushed.At(peer.Mark) with { Trouble = PeerTroubles.Of(trouble, client, TaxiiWay.Push, partner.Id, clock) };

        PeerPushed Refused(string reason, ReadyObject one) => After([one]) with { Refused = [new(one.Row.What.Id, one.Row.What.Version, reason, clock.GetUtcNow())] };

        // What may go and has not gone is held: it has been passed by.
        PeerPushed After(IReadOnlyList<ReadyObject> gone)
            => PeerPushed.At(mark.Holding(ready.Except(gone).Select(one => one.Row.Number))) with { More = more || ready.Count > gone.Count };
    }

    /// <summary>Recorded as gone before it goes. What was withdrawn up to that moment does not go, nor what may not by then: asking the server, and each lot that it did not take, may have lasted minutes.</summary>
    private async Task<ReadyObject[]> TakenAsync(PartnerId partner, ReadyObject[] batch, CancellationToken cancellationToken)
    {
        string[] ids = [.. batch.Select(one => one.RowId)];
        if (await standings.FindAsync(partner, cancellationToken) is not { } standing
            || await need.PassedAsync(standing, await rows.FindManyAsync(CollectionKind.Table, ids, cancellationToken), cancellationToken) is not { Count: > 0 } may)
        {
            return [];
        }

        var answer = await patience.AskAsync(
            CollectionKind.Stream(partner),
            new Operation { Id = Guid.NewGuid().ToString("N"), Actor = Actor.System.Value, Command = DomainJson.Write<CollectionCommand>(new TakeObjects([.. may.Select(one => one.Row.Number).Order()], "push")) },
            cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"What goes to {partner} could not be recorded: {refusal.Detail}");
        }

        var there = (await rows.FindManyAsync(CollectionKind.Table, [.. may.Select(one => one.RowId)], cancellationToken)).Where(row => row.Value.TakenAt is not null).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return [.. batch.Where(one => there.Contains(one.RowId))];
    }

    private static PeerPushed Told(PeerPushed step, TaxiiStatus status, int sent, DateTimeOffset now) => step with
    {
        Delivered = Math.Min(sent, status.Successes),
        Refused = [.. status.Failures.Take(Peer.MostRefused).Select(one => new PeerRefusedObject(one.Id, one.Version, Short(one.Message), now))],
    };

    private static string Short(string? message) => string.IsNullOrWhiteSpace(message) ? "The server does not say why." : OneLine.Of(message, 300);

    /// <summary>How many from the first on fit into one document, at least one.</summary>
    private static int Fitting(IReadOnlyList<ReadyObject> ready, int count, long most)
    {
        var (size, fits) = (16L, 0);
        while (fits < count && (size += Encoding.UTF8.GetByteCount(ready[fits].Json) + 1) <= most)
        {
            fits++;
        }

        return Math.Max(1, fits);
    }

    private static byte[] Envelope(IEnumerable<ReadyObject> objects) => Encoding.UTF8.GetBytes($$"""{"objects":[{{string.Join(',', objects.Select(one => one.Json))}}]}""");
}
