using System.Globalization;
using Coordination.Connectors.Stix;
using Coordination.Connectors.Taxii;
using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Exchange;

/// <summary>Brings one page of a partner's collection here. An object that nothing can read stands in the way of no other.</summary>
internal sealed class PeerPolls(TaxiiClient client, PeerSecrets secrets, StixIntake intake, IOptions<TaxiiOptions> options, TimeProvider clock)
{
    public async Task<PeerPolled> StepAsync(PartnerId partner, Peer peer, string collection, CancellationToken cancellationToken)
    {
        var server = secrets.ServerOf(partner, peer);
        var (answer, mark) = await PageAsync(server, collection, peer.MarkOf(collection), cancellationToken);
        if (answer.Trouble is { } trouble)
        {
            return trouble is { Fault: TaxiiFault.Unreadable, Only: { } only } ? PassedBy(collection, mark, only, trouble)
                // A mark that the server has forgotten costs a page that is read twice.
                : trouble.Fault is TaxiiFault.Invalid or TaxiiFault.NotThere && mark.Next is not null ? new(collection, mark.WithoutNext(), 0, 0, 0, More: true)
                : new(
                    collection, null, 0, 0, 0, More: false, PeerTroubles.Of(trouble, client, TaxiiWay.Poll, partner, clock),
                    // What is wrong with one collection is no reason not to ask for the others. Who fails with all of them is soon left alone.
                    Ends: trouble.Fault is TaxiiFault.Busy or TaxiiFault.LeftAlone or TaxiiFault.Forbidden);
        }

        var page = answer.Value!;
        var stride = mark.After(new(page.Count, page.More, page.Next, page.Last, page.Hash), clock.GetUtcNow());
        var (taken, not, wrong) = (0, 0, (PeerTrouble?)null);
        foreach (var part in page.Count == 0 ? [] : Readable(page.Body))
        {
            var submission = await intake.TakeAsync(partner, part, "peer", Actor.System, cancellationToken);
            if (submission.Refused is { Kind: not RefusalKind.Invalid } closed)
            {
                // The partner was paused just now, or is gone. The page stays where it is; what was taken of it is known when it comes again.
                return new(collection, null, 0, 0, 0, More: false, new(closed.Detail, Counts: false), Ends: true);
            }

            (taken, not) = (taken + submission.Successes, not + submission.Failures);
            if (submission.Refused is { } refused)
            {
                // It is one object, shown with what the partner sent. It is passed by: it would stand in the way of all behind it.
                (not, wrong) = (not + 1, new($"An object could not be read: {refused.Detail}"));
            }
        }

        return new(collection, stride.Mark, page.Count, taken, not, stride.More, stride.Wrong is { } leads ? new(leads) : wrong);
    }

    /// <summary>The page in as few documents as are read: where it would be refused whole, in halves, and so on down to the one object for which it would.</summary>
    private static IEnumerable<byte[]> Readable(byte[] page)
        => StixReader.WhyNot(page, StixIntake.Limits) is not null && TaxiiEnvelope.Halves(page) is { } halves ? halves.SelectMany(Readable) : [page];

    /// <summary>A page of one object that is no JSON is passed by where its server says when that was added.</summary>
    private PeerPolled PassedBy(string collection, PeerMark mark, DateTimeOffset only, TaxiiTrouble trouble)
    {
        var stride = mark.After(new(1, true, null, only, only.ToString("O", CultureInfo.InvariantCulture)), clock.GetUtcNow());
        return new(collection, stride.Mark, 1, 0, 1, stride.More, new(stride.Wrong ?? trouble.Reason));
    }

    /// <summary>A page that is larger than what is read, or that cannot be read, is asked for in smaller pieces; a mark belongs to the size that it was given for.</summary>
    private async Task<(TaxiiAnswer<TaxiiObjects> Answer, PeerMark From)> PageAsync(TaxiiServer server, string collection, PeerMark mark, CancellationToken cancellationToken)
    {
        for (var limit = options.Value.PageObjects; ;)
        {
            var answer = await client.ObjectsAsync(server, collection, mark.AddedAfter, mark.Next, limit, cancellationToken);
            if (answer.Trouble?.Fault is not (TaxiiFault.TooLarge or TaxiiFault.Unreadable) || limit == 1)
            {
                return (answer, mark);
            }

            limit = Math.Max(1, answer.Trouble.Fault == TaxiiFault.TooLarge ? limit / 8 : limit / 2);
            // Without times there is no other way back to this place than the server's own.
            mark = mark is { Next: not null, Note: null } ? mark.WithoutNext() : mark;
        }
    }
}
