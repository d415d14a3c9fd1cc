using System.Text;
using Coordination.Connectors;
using Coordination.Connectors.Taxii;
using Coordination.Contracts.Exchange;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Exchange;

/// <summary>Brings to a partner's server what lies ready for it, and asks what became of it.</summary>
internal sealed class PeerPushes(TaxiiClient client, PeerSecrets secrets, SharedNeed need, IRows rows, Patience patience, IOptions<TaxiiOptions> options, TimeProvider clock)
{
    private const int MostObjects = 100;

    /// <summary>Of what was passed by so many are looked at in one step.</summary>
    private const int MostLooked = 1_000;

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
        return answer switch
        {
            { Value: { Complete: true } status } => Told(peer, status, sent.Numbers.Count, now),
            { Value: { } status } when now - sent.At > LongestSilence
                => Told(peer, status with { Failures = [.. status.Failures, new("", null, $"{status.Pending} objects are pending there for more than an hour, and are no longer asked about.")] }, sent.Numbers.Count, now),
            { Value: not null } => PeerPushed.At(peer) with { Sent = sent with { Looks = sent.Looks + 1 } },
            // It has forgotten what it took. The same again counts as done there.
            { Trouble.Fault: TaxiiFault.NotThere } => PeerPushed.At(peer) with { Held = [.. peer.Held.Union(sent.Numbers).Order()], More = true },
            _ => PeerPushed.At(peer) with { Sent = sent, Trouble = PeerTroubles.Of(answer.Trouble!, client, TaxiiWay.Push, partner.Id, clock) },
        };
    }

    /// <summary>
    /// First what is held, then what was passed by before and may go by now, then what is new: so all leaves in the order in which it was laid ready, as far as it may. What is passed by is found again by its row, for it has
    /// not left; so however much there is, it stands in nobody's way. What of it may go is recorded as held before it is sent: from then on its row says that it has left.
    /// </summary>
    private async Task<PeerPushed> SendAsync(PartnerStanding partner, Peer peer, TaxiiServer server, CancellationToken cancellationToken)
    {
        var held = (await rows.FindManyAsync(CollectionKind.Table, [.. peer.Held.Select(number => CollectionKind.RowId(partner.Id.Value, number))], cancellationToken)).OrderBy(row => row.Value.Number).ToArray();
        var ready = await need.PassedAsync(partner, held, cancellationToken);
        var stays = held.Select(row => row.Value).Except(ready.Select(one => one.Row)).ToArray();
        var at = PeerPushed.At(peer) with { Held = [.. stays.Where(MayBeLost).Select(row => row.Number)], HeldFrom = Earlier(peer.HeldFrom, stays) };
        if (ready.Count == 0 && IsBehind(at))
        {
            at = await LookAgainAsync(partner, peer, at, cancellationToken);
            if (at.More)
            {
                return at;
            }
        }

        var behind = IsBehind(at);
        if (!behind)
        {
            var page = await rows.ListAsync(
                CollectionKind.Table,
                new(RowFilter.Is("partner", partner.Id.Value) & new Compare("added_at", Comparison.Greater, peer.PushedThrough), "added_at", Limit: MostObjects),
                cancellationToken);
            var fresh = page.Rows.Where(row => !peer.Held.Contains(row.Value.Number)).ToArray();
            var may = await need.PassedAsync(partner, fresh, cancellationToken);
            var passed = fresh.Select(row => row.Value).Except(may.Select(one => one.Row)).ToArray();
            var through = page.Rows.Count == 0 ? peer.PushedThrough : page.Rows[^1].Value.AddedAt;
            at = at with { Through = through, Looked = through, Held = [.. at.Held.Concat(passed.Where(MayBeLost).Select(row => row.Number))], HeldFrom = Earlier(at.HeldFrom, passed) };
            (ready, behind) = ([.. ready, .. may], page.Next is not null);
        }

        if (ready.Count == 0)
        {
            // Who lays something ready or changes the partner wakes it; going on now would only look at the same again.
            return at with { More = behind };
        }

        var root = await client.RootAsync(server, cancellationToken);
        if (root.Value is not { } place)
        {
            return PeerPushed.At(peer) with { Trouble = PeerTroubles.Of(root.Trouble!, client, TaxiiWay.Push, partner.Id, clock) };
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

            batch = await TakenAsync(partner, batch, cancellationToken);
            if (batch.Length == 0)
            {
                // Withdrawn meanwhile, all of it: the next step sees what is left.
                return PeerPushed.At(peer) with { More = true };
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
                return PeerPushed.At(peer) with { Trouble = PeerTroubles.Of(answer.Trouble!, client, TaxiiWay.Push, partner.Id, clock) };
            }

            var now = clock.GetUtcNow();
            var told = status.Complete ? Told(peer, status, batch.Length, now) : new PeerPushed { Sent = new([.. batch.Select(one => one.Row.Number)], status.Id, now) };
            return After(told, batch);
        }

        PeerPushed Refused(string reason, ReadyObject one)
            => After(new() { Refused = [new(one.Row.What.Id, one.Row.What.Version, reason, clock.GetUtcNow())] }, [one]);

        // What was looked at and is not yet sent is held: the cursor has passed it by.
        PeerPushed After(PeerPushed told, IReadOnlyList<ReadyObject> gone)
            => at with
            {
                Sent = told.Sent,
                Delivered = told.Delivered,
                Refused = told.Refused,
                Held = [.. at.Held.Concat(ready.Select(one => one.Row.Number).Except(gone.Select(one => one.Row.Number))).Order()],
                More = told.Sent is null && (ready.Count > gone.Count || behind),
            };

        bool IsBehind(PeerPushed step) => step.HeldFrom <= peer.PushedThrough && !(step.Looked >= peer.PushedThrough);
    }

    /// <summary>What was passed by and has not left: some of it is looked at once more.</summary>
    private async Task<PeerPushed> LookAgainAsync(PartnerStanding partner, Peer peer, PeerPushed at, CancellationToken cancellationToken)
    {
        RowFilter from = new Compare("added_at", Comparison.GreaterOrEqual, at.HeldFrom);
        var page = await rows.ListAsync(
            CollectionKind.Table,
            new(
                RowFilter.Is("partner", partner.Id.Value) & RowFilter.Is("taken", 0) & new Compare("added_at", Comparison.LessOrEqual, peer.PushedThrough) & (at.Looked is { } looked ? from & new Compare("added_at", Comparison.Greater, looked) : from),
                "added_at", Limit: MostLooked),
            cancellationToken);
        var may = await need.PassedAsync(partner, page.Rows, cancellationToken);
        var last = page.Rows.Count == 0 ? peer.PushedThrough : page.Rows[^1].Value.AddedAt;
        // As long as nothing was found that still may not go, nothing lies before what was looked at.
        var begins = at.Looked is null || at.HeldFrom > at.Looked;
        var oldest = page.Rows.Select(row => row.Value).Except(may.Select(one => one.Row)).FirstOrDefault()?.AddedAt;
        return at with
        {
            Looked = page.Next is null ? peer.PushedThrough : last,
            HeldFrom = !begins ? at.HeldFrom : oldest ?? (page.Next is null ? null : last.AddMicroseconds(1)),
            Held = [.. at.Held.Concat(may.Select(one => one.Row.Number)).Order()],
            More = may.Count > 0 || page.Next is not null,
        };
    }

    /// <summary>It was recorded as gone and may never have arrived. What has not left is found again by its row, and what the partner fetched, it has.</summary>
    private static bool MayBeLost(SharedObjectRow row) => row is { TakenAt: not null, Way: "push" };

    private static DateTimeOffset? Earlier(DateTimeOffset? from, IEnumerable<SharedObjectRow> passed)
        => passed.Where(row => row.TakenAt is null).Select(row => (DateTimeOffset?)row.AddedAt).Append(from).Min();

    /// <summary>Recorded as gone before it goes. What was withdrawn up to that moment does not go.</summary>
    private async Task<ReadyObject[]> TakenAsync(PartnerStanding partner, ReadyObject[] batch, CancellationToken cancellationToken)
    {
        var numbers = batch.Select(one => one.Row.Number).ToArray();
        var answer = await patience.AskAsync(
            CollectionKind.Stream(partner.Id),
            new Operation { Id = Guid.NewGuid().ToString("N"), Actor = Actor.System.Value, Command = DomainJson.Write<CollectionCommand>(new TakeObjects(numbers, "push")) },
            cancellationToken);
        if (answer.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"What goes to {partner.Id} could not be recorded: {refusal.Detail}");
        }

        var there = (await rows.FindManyAsync(CollectionKind.Table, [.. batch.Select(one => one.RowId)], cancellationToken)).Where(row => row.Value.TakenAt is not null).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return [.. batch.Where(one => there.Contains(one.RowId))];
    }

    private static PeerPushed Told(Peer peer, TaxiiStatus status, int sent, DateTimeOffset now) => PeerPushed.At(peer) with
    {
        Delivered = Math.Min(sent, status.Successes),
        Refused = [.. status.Failures.Take(Peer.MostRefused).Select(one => new PeerRefusedObject(one.Id, one.Version, Short(one.Message), now))],
        More = true,
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
