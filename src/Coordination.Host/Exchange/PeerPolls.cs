using Coordination.Connectors.Taxii;
using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Exchange;

/// <summary>Brings one page of a partner's collection here.</summary>
internal sealed class PeerPolls(TaxiiClient client, PeerSecrets secrets, StixIntake intake, IOptions<TaxiiOptions> options, TimeProvider clock)
{
    public async Task<PeerPolled> StepAsync(PartnerId partner, Peer peer, string collection, CancellationToken cancellationToken)
    {
        var (server, mark) = (secrets.ServerOf(partner, peer), peer.MarkOf(collection));
        var answer = await PageAsync(server, collection, mark, cancellationToken);
        if (answer.Trouble is { } trouble)
        {
            // A mark that the server has forgotten costs a page that is read twice.
            return trouble.Fault is TaxiiFault.Invalid or TaxiiFault.NotThere && mark.Next is not null
                ? new(collection, mark.WithoutNext(), 0, 0, 0, More: true)
                : new(collection, null, 0, 0, 0, More: false, PeerTroubles.Of(trouble, client, partner, clock), Ends: trouble.Passing || trouble.Fault is TaxiiFault.LeftAlone or TaxiiFault.Forbidden);
        }

        var page = answer.Value!;
        var taken = page.Count == 0 ? null : await intake.TakeAsync(partner, page.Body, "peer", Actor.System, cancellationToken);
        var stride = mark.After(new(page.Count, page.More, page.Next, page.Last, page.Hash), clock.GetUtcNow());
        if (taken?.Refused is { Kind: not RefusalKind.Invalid } closed)
        {
            // Nothing of it was read: the partner was paused just now, or is gone. The page stays where it is.
            return new(collection, null, 0, 0, 0, More: false, new(closed.Detail, Counts: false), Ends: true);
        }

        return taken?.Refused is { } refused
            // It is shown with what the partner sent. The page is passed by: it would stand in the way of all behind it.
            ? new(collection, stride.Mark, page.Count, 0, page.Count, stride.More, new($"A page could not be read: {refused.Detail}"), Ends: false)
            : new(collection, stride.Mark, page.Count, taken?.Successes ?? 0, taken?.Failures ?? 0, stride.More, stride.Wrong is { } wrong ? new(wrong) : null);
    }

    /// <summary>A page that is larger than what is read is asked for in smaller pieces; a mark belongs to the size that it was given for.</summary>
    private async Task<TaxiiAnswer<TaxiiObjects>> PageAsync(TaxiiServer server, string collection, PeerMark mark, CancellationToken cancellationToken)
    {
        var (after, next) = (mark.AddedAfter, mark.Next);
        for (var limit = options.Value.PageObjects; ; limit = Math.Max(1, limit / 8))
        {
            var answer = await client.ObjectsAsync(server, collection, after, next, limit, cancellationToken);
            if (answer.Trouble?.Fault != TaxiiFault.TooLarge || limit == 1)
            {
                return answer;
            }

            (after, next) = (mark.Next is null ? after : mark.Reached ?? after, null);
        }
    }
}
