using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain;

/// <content>Partners: names that are theirs alone, and agreements that end.</content>
public static partial class Reactions
{
    /// <summary>An agreement begins and ends by itself, with the first sweep after its time where everything was down.</summary>
    public static Effects OfPartner(StreamId stream, Partner before, IReadOnlyList<Recorded<PartnerEvent>> events, Partner after)
    {
        var name = Claimed.OnChange("partner-name", before.Facts?.Name ?? "", after.Facts?.Name ?? "");
        var partner = PartnerId.Of(stream.Key);
        DateTimeOffset? begins = after.Facts?.Agreement.From is { } from && from != before.Facts?.Agreement.From && events.Any(recorded => recorded.At < from) ? from : null;
        var (old, now) = (before.Facts?.Identities ?? [], after.Facts?.Identities ?? []);
        return new()
        {
            Claims = [.. name.Claims, .. now.Except(old).Select(id => new Claim(PartnerRegister.IdentityClaim, id))],
            Releases = [.. name.Releases, .. old.Except(now).Select(id => new Claim(PartnerRegister.IdentityClaim, id))],
            Arm =
            [
                .. after.Facts?.Agreement.Until is { } until && until != before.Facts?.Agreement.Until ? [To(stream, (PartnerCommand)new EndAgreement(until), Priority.HandOff, until)] : Array.Empty<Armed>(),
                // What waited because of what it was, or because it was paused, may go now.
                .. before.Facts is not null && before != after && after.PausedBecause is null ? Wake(partner) : Array.Empty<Armed>(),
                .. SharingsOf(stream, events),
                // What waits for the agreement to begin goes on at that moment.
                .. begins is null ? Array.Empty<Armed>() : [.. Wake(partner, begins), To(SharingKind.AllOf(partner), new SharingsOrder("the agreement has begun"), Priority.HandOff, begins)],
            ],
        };
    }
}
