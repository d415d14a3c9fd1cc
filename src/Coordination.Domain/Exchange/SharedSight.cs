using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Access;

namespace Coordination.Domain.Exchange;

/// <summary>Whether what lies ready for a partner may leave now. It was decided once when it was laid there; since then a share may have ended, an agreement, or a consent.</summary>
public static class SharedSight
{
    /// <param name="origin">The thing that it tells of, as it stands now; null where that is gone.</param>
    /// <param name="consents">Those that institutions have given in that thing.</param>
    public static bool MayLeave(PartnerStanding partner, SharedObject what, IDisclosed? origin, IReadOnlyList<IdentityConsent> consents, DateTimeOffset now)
    {
        var viewer = new Viewer(null, Role.Partner, Partner: partner);
        return origin is not null
            && partner.MayHave(what.Label, now)
            && Disclosure.Of(viewer, origin, now) >= Sight.Summary
            && what.Reveals.All(institution => Disclosure.Reveals(viewer, consents, institution, now));
    }
}
