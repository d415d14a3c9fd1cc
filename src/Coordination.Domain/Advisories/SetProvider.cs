using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>Registers a provider, or changes how it is read.</summary>
public sealed record SetProvider(ProviderRequest Settings) : ProviderCommand
{
    public override Decision<ProviderEvent> Decide(Provider state, Context context)
        => context.IfVersion is { } seen && seen < state.SetAt ? ProviderRefusals.Changed
            : Texts.Refuse("name", Settings.Name, 200, ProviderRefusals.NameMissing) is { } refusal ? refusal
            : !IsAddress(Settings.Address) ? ProviderRefusals.AddressInvalid
            : Settings.EveryHours is < 1 or > 720 ? ProviderRefusals.HoursInvalid
            : state.Settings == Settings ? Decision<ProviderEvent>.Nothing
            : new ProviderSet(Settings);

    /// <summary>Whether http is allowed is the affair of who connects; everything else is refused here.</summary>
    private static bool IsAddress(string? text)
        => text is { Length: > 0 and <= 2_000 } && !text.Any(letter => char.IsControl(letter) || letter == ' ') && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "https" or "http", UserInfo: "", Fragment: "" };
}
