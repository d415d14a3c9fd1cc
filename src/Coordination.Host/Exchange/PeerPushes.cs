using System.Globalization;
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

    /// <summary>So many that may not go are looked at with each step. Where there are more, the cursor stays before them: nothing is passed by without being sent or held.</summary>
    private const int MostHeld = 1_000;

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
            { Value: not null } => new() { Sent = sent with { Looks = sent.Looks + 1 }, Held = peer.Held },
            // It has forgotten what it took. The same again counts as done there.
            { Trouble.Fault: TaxiiFault.NotThere } => new() { Held = [.. peer.Held.Union(sent.Numbers).Order()], More = true },
            _ => new() { Sent = sent, Held = peer.Held, Trouble = PeerTroubles.Of(answer.Trouble!, client, TaxiiWay.Push, partner.Id, clock) },
        };
    }

    private async Task<PeerPushed> SendAsync(PartnerStanding partner, Peer peer, TaxiiServer server, CancellationToken cancellationToken)
    {
        var held = await rows.FindManyAsync(CollectionKind.Table, [.. peer.Held.Select(number => CollectionKind.RowId(partner.Id.Value, number))], cancellationToken);
        var page = await rows.ListAsync(
            CollectionKind.Table,
            new(RowFilter.Is("partner", partner.Id.Value) & new Compare("added_at", Comparison.Greater, peer.PushedThrough), "added_at", Limit: MostObjects),
            cancellationToken);
        var next = page.Rows.Take(Math.Max(0, MostHeld - held.Count)).ToArray();
        var behind = page.Next is not null || next.Length < page.Rows.Count;
        Row<SharedObjectRow>[] found = [.. held.OrderBy(row => row.Value.Number), .. next.Where(row => !peer.Held.Contains(row.Value.Number))];
        var ready = await need.PassedAsync(partner, found, cancellationToken);
        var through = next.Length == 0 ? peer.PushedThrough : next[^1].Value.AddedAt;
        var stays = found.Select(row => row.Value.Number).Except(ready.Select(one => one.Row.Number)).ToArray();
        if (ready.Count == 0)
        {
            // Who lays something ready or changes the partner wakes it; going on now would only look at the same again.
            return new() { Through = through, Held = [.. stays.Order()], More = behind, Trouble = next.Length == 0 && behind ? Full(stays.Length) : null };
        }

        var root = await client.RootAsync(server, cancellationToken);
        if (root.Value is not { } place)
        {
            return new() { Held = peer.Held, Trouble = PeerTroubles.Of(root.Trouble!, client, TaxiiWay.Push, partner.Id, clock) };
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
                return new() { Held = peer.Held, More = true };
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
                return new() { Held = peer.Held, Trouble = PeerTroubles.Of(answer.Trouble!, client, TaxiiWay.Push, partner.Id, clock) };
            }

            var now = clock.GetUtcNow();
            var told = status.Complete ? Told(peer, status, batch.Length, now) : new PeerPushed { Sent = new([.. batch.Select(one => one.Row.Number)], status.Id, now) };
            return After(told, batch);
        }

        PeerPushed Refused(string reason, ReadyObject one)
            => After(new() { Refused = [new(one.Row.What.Id, one.Row.What.Version, reason, clock.GetUtcNow())] }, [one]);

        // What was looked at and is not yet sent is held: the cursor has passed it by.
        PeerPushed After(PeerPushed told, IReadOnlyList<ReadyObject> gone)
            => told with
            {
                Through = through,
                Held = [.. stays.Concat(ready.Select(one => one.Row.Number).Except(gone.Select(one => one.Row.Number))).Order()],
                More = told.Sent is null && (ready.Count > gone.Count || behind),
            };
    }

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

    private static PeerPushed Told(Peer peer, TaxiiStatus status, int sent, DateTimeOffset now) => new()
    {
        Delivered = Math.Min(sent, status.Successes),
        Refused = [.. status.Failures.Take(Peer.MostRefused).Select(one => new PeerRefusedObject(one.Id, one.Version, Short(one.Message), now))],
        Held = peer.Held,
        More = true,
    };

    private static PeerTrouble Full(int held) => new(
        string.Create(CultureInfo.InvariantCulture, $"{held:N0} objects wait that may not leave to this partner now, so that what was laid ready after them is not brought. Let them leave, or end their sharing; then push again."), Counts: false);

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
