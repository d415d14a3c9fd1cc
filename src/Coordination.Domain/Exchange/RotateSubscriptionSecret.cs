using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>Gives it another secret. The one of before signs beside it for the overlap; an overlap of nothing ends every former secret at once.</summary>
public sealed record RotateSubscriptionSecret(string Secret, TimeSpan Overlap) : SubscriptionCommand
{
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>Each signs, and a header has its limits.</summary>
    private const int MostFormer = 3;

    public override Decision<SubscriptionEvent> Decide(Subscription state, Context context)
    {
        if (!state.Exists)
        {
            return SubscriptionRefusals.Unknown;
        }

        if (Overlap < TimeSpan.Zero || Overlap > LongestOverlap)
        {
            return SubscriptionRefusals.OverlapInvalid;
        }

        FormerSecret[] former = Overlap == TimeSpan.Zero ? [] : [.. state.Former.Where(one => one.Until > context.Now), new(state.Secret, context.Now + Overlap)];
        return former.Length > MostFormer ? SubscriptionRefusals.TooManySecrets : new SubscriptionSecretRotated(Secret, former);
    }
}
