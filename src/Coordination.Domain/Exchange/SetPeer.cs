using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>Says how a partner's server is followed.</summary>
/// <param name="Sealed">Another secret, sealed; null keeps what there is.</param>
/// <param name="Forget">There is no secret from now on.</param>
public sealed record SetPeer(PartnerId Partner, PeerSettings Settings, string? Sealed = null, bool Forget = false) : PeerCommand
{
    private const int MostCollections = 50;

    public override Decision<PeerEvent> Decide(Peer state, Context context)
    {
        if (Refuse(state, context) is { } refusal)
        {
            return refusal;
        }

        var kept = Forget ? null : Sealed ?? state.Sealed;
        var settings = Settings with { HasSecret = kept is not null };
        return state.Settings is { } before && kept == state.Sealed && Same(before, settings) ? Decision<PeerEvent>.Nothing : new PeerSet(settings, kept);
    }

    private Contracts.Refusal? Refuse(Peer state, Context context)
        => context.Lookups.Find(new PartnerById(Partner)) is null ? PartnerRefusals.Unknown
            : context.IfVersion is { } seen && seen < state.SetAt ? PeerRefusals.Changed
            : !IsAddress(Settings.ApiRoot) ? PeerRefusals.AddressInvalid
            : Settings.Poll.Count > MostCollections || Settings.Poll.Distinct(StringComparer.Ordinal).Count() < Settings.Poll.Count || !Settings.Poll.All(IsName) ? PeerRefusals.CollectionsInvalid
            : Settings.PushInto is { } into && !IsName(into) ? PeerRefusals.PushInvalid
            : Settings.EverySeconds is < 10 or > 604_800 ? PeerRefusals.SecondsInvalid
            : Settings.UserName is { } name && (name.Length is 0 or > 200 || name.Any(letter => letter == ':' || char.IsControl(letter))) ? PeerRefusals.UserInvalid
            // Whoever may change the address must not thereby learn the password.
            : state.Sealed is not null && Sealed is null && !Forget && (Origin(state.Settings!.ApiRoot) != Origin(Settings.ApiRoot) || state.Settings.UserName != Settings.UserName) ? PeerRefusals.SecretMissing
            : null;

    private static bool Same(PeerSettings left, PeerSettings right) => left with { Poll = [] } == right with { Poll = [] } && left.Poll.SequenceEqual(right.Poll, StringComparer.Ordinal);

    private static string Origin(string address) => new Uri(address).GetLeftPart(UriPartial.Authority);

    private static bool IsAddress(string? text)
        => text is { Length: > 0 and <= 2_000 } && !text.Any(letter => char.IsControl(letter) || letter == ' ') && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "https" or "http", UserInfo: "", Fragment: "", Query: "" };

    private static bool IsName(string? name)
        => name is { Length: > 0 and <= 200 } && name.Any(char.IsAsciiLetterOrDigit) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
