using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;
using Coordination.Domain.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>A sharing as it is kept.</summary>
public sealed record SharingRow(
    PartnerId Partner, string Origin, SharingTerms Terms, SharingState State, long Round, DateTimeOffset MadeAt, Tlp? Label, IReadOnlyList<InstitutionId> Revealed, Refusal? Problem,
    SharingMoment? Said = null, SharingMoment? TakenBack = null)
{
    /// <summary>Whether what was said of it holds: it lies ready, or is just made anew, and the time of the sharing is not over.</summary>
    public bool Lasts(DateTimeOffset now) => State is SharingState.Shared or SharingState.Preparing && !(Terms.Until <= now);
}

/// <summary>What is shared with partners: a stream for each thing and partner.</summary>
public sealed class SharingKind : Kind<Sharing, SharingCommand, SharingEvent>
{
    public static readonly SharingKind Instance = new();

    public static readonly RowTable<SharingRow> Table = new("sharing_row", [RowTable<SharingRow>.Text("partner", row => row.Partner.Value), RowTable<SharingRow>.Text("origin", row => row.Origin)])
    {
        Indexes = ["partner", "origin"],
    };

    public override string Name => "sharing";

    public override Sharing Empty => Sharing.Empty;

    public static StreamId Stream(PartnerId partner, StreamId origin) => new("sharing", $"{partner},{origin.Kind}.{origin.Key}");

    /// <summary>The stream of what is shared.</summary>
    public static StreamId OriginOf(StreamId sharing)
    {
        var origin = sharing.Key[(sharing.Key.IndexOf(',', StringComparison.Ordinal) + 1)..];
        var dot = origin.IndexOf('.', StringComparison.Ordinal);
        return new(origin[..dot], origin[(dot + 1)..]);
    }

    /// <summary>Where what leaves is made.</summary>
    public static StreamId Work(StreamId sharing) => new("sharing-work", sharing.Key);

    /// <summary>Where all that is shared with a partner is looked at again.</summary>
    public static StreamId AllOf(PartnerId partner) => new("sharings", $"partner.{partner}");

    /// <summary>Where all sharings of a thing are looked at again.</summary>
    public static StreamId AllOf(StreamId origin) => new("sharings", $"{origin.Kind}.{origin.Key}");

    /// <summary>Under it lies what was prepared for a round. It is closed by whatever makes that untrue, and then it does not leave.</summary>
    public static string Key(StreamId sharing, long round) => string.Create(CultureInfo.InvariantCulture, $"{sharing}@{round}");

    public override Sharing Apply(Sharing state, Recorded<SharingEvent> recorded) => recorded.Event switch
    {
        SharingDecided e => state with { Partner = e.Partner, Origin = e.Origin, Terms = e.Terms, State = SharingState.Preparing, Round = recorded.Version, Problem = null, Said = null },
        SharingLookedAt => state with { State = SharingState.Preparing, Round = recorded.Version },
        SharingMade { Made: var made } => state with
        {
            State = !state.IsOpen ? state.State : made.Problem is null ? SharingState.Shared : SharingState.Held,
            MadeAt = made.At,
            Label = made.Label ?? state.Label,
            Revealed = made.Revealed,
            Problem = state.IsOpen ? made.Problem : null,
            // What was looked at before has left like that; whatever changes from now on is another matter.
            Terms = made.Problem is null ? state.Terms! with { Preview = null } : state.Terms,
            Said = made.TakesBack ? null : state.IsOpen && made.Problem is null ? state.Said ?? new(recorded.Version, recorded.At) : state.Said,
            TakenBack = made.TakesBack ? state.TakenBack ?? (state.Label is null ? null : new(recorded.Version, recorded.At)) : state.IsOpen && made.Problem is null ? null : state.TakenBack,
        },
        // Called back it is over already: what revokes it is on its way and stays there.
        SharingEnded e when state.State == SharingState.Recalled => state with { Ended = e.Share },
        SharingEnded e => state with { State = SharingState.Ended, Round = recorded.Version, Ended = e.Share, Problem = null },
        SharingRecalled => state with { State = SharingState.Recalled, Round = recorded.Version, Problem = null },
        _ => state,
    };

    public override Effects React(StreamId stream, Sharing before, IReadOnlyList<Recorded<SharingEvent>> events, Sharing after) => Reactions.OfSharing(stream, before, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Sharing before, Recorded<SharingEvent> recorded, Sharing after)
    {
        if (after.Terms is not { } terms)
        {
            yield break;
        }

        yield return Table.Put(stream.Key, new(after.Partner, after.Origin, terms, after.State, after.Round, after.MadeAt, after.Label, after.Revealed, after.Problem, after.Said, after.TakenBack));
        if (recorded.Event is SharingMade { Made: var made })
        {
            foreach (var one in made.Objects)
            {
                yield return SharedContent.Table.Put(one.What.Content, new(one.Json));
            }
        }

        yield return Timeline.Entry(new StreamId(after.Origin), stream, recorded, Describe(recorded.Event, after));
    }

    public override IEnumerable<Lookup> Needs(Sharing state, SharingCommand command) => command is ShareAdvisory share ? [new AdvisoryToShare(share.Advisory), new PartnerById(share.Partner)] : [];

    private static string Describe(SharingEvent happened, Sharing sharing)
    {
        var partner = $"{{partner/{sharing.Partner}}}";
        return happened switch
        {
            SharingDecided { Correction: true } e => $"corrected what {partner} was sent: {e.Terms.Why}",
            SharingDecided e => $"decided what goes to {partner} by machine: {e.Terms.Why}",
            SharingLookedAt e => $"looked at what goes to {partner} again: {e.Because}",
            SharingMade when sharing.State == SharingState.Ended => $"took back what had not left to {partner}",
            SharingMade { Made: { Problem: { } problem } made } => $"sends {partner} nothing now{Revoked(made)}: {problem.Detail}",
            SharingMade { Made.Objects.Count: 0 } => $"found nothing more to send {partner}",
            SharingMade { Made: var made } => string.Create(CultureInfo.InvariantCulture, $"laid {made.Objects.Count(one => !one.What.Revokes)} objects ready for {partner}{Revoked(made)}"),
            SharingEnded e => $"ended what goes to {partner}: {e.Why}",
            SharingRecalled e => $"called back what {partner} was sent: {e.Why}",
            _ => happened.GetType().Name,
        };
    }

    private static string Revoked(Made made) => made.Objects.Count(one => one.What.Revokes) is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $", {count} revoked") : "";
}
