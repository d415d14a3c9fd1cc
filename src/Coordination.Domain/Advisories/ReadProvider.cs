using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Begins a reading of what the provider lists.</summary>
/// <param name="Of">By the clock: the version of the settings for which it was armed. Others have been set since, and it does nothing. Null: someone asks for it.</param>
public sealed record ReadProvider(long? Of = null) : ProviderCommand
{
    /// <summary>A reading of which nothing was heard for so long is given up for a new one.</summary>
    private static readonly TimeSpan MostSilence = TimeSpan.FromMinutes(15);

    public override Decision<ProviderEvent> Decide(Provider state, Context context)
        => state.Settings is not { } settings ? ProviderRefusals.Unknown
            : Of is { } armed && (armed != state.SetAt || settings.EveryHours is null) ? Decision<ProviderEvent>.Nothing
            // By the clock it begins anew, whatever is under way: who did nothing here would arm no next.
            : Of is null && state.Reading is not null && context.Now - (state.StepAt ?? state.BegunAt) < MostSilence ? Decision<ProviderEvent>.Nothing
            : new ProviderReadingBegun();
}
