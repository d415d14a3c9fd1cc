using System.Text.Json;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Exchange;

/// <summary>How a sharing stands.</summary>
public enum SharingState
{
    /// <summary>Decided; what leaves is being made.</summary>
    Preparing,

    /// <summary>It lies ready, or has left.</summary>
    Shared,

    /// <summary>Nothing of it leaves now, and it is said why.</summary>
    Held,

    /// <summary>Ended, by someone or by its time.</summary>
    Ended,

    /// <summary>Called back.</summary>
    Recalled,
}

/// <summary>One thing as it is shared with one partner.</summary>
/// <param name="Origin">The thing: <c>incident/ID</c> or <c>advisory/ID</c>.</param>
/// <param name="Number">Its readable number.</param>
/// <param name="Why">Of the last decision.</param>
/// <param name="By">Who decided last.</param>
/// <param name="Label">Under which it last left or lies ready; null where nothing has.</param>
/// <param name="Revealed">The institutions of which the partner is told.</param>
/// <param name="Waiting">How many objects lie ready and have not left.</param>
/// <param name="Left">How many have left.</param>
/// <param name="Problem">Why nothing leaves now; null where it does.</param>
public sealed record SharingView(
    PartnerRef Partner, string Origin, string Number, SharingState State, string Why, PersonRef By, DateTimeOffset At, DateTimeOffset? Until, Tlp? Label,
    IReadOnlyList<InstitutionRef> Revealed, IReadOnlyList<SharedIndicator> Indicators, long Waiting, long Left, Problem? Problem = null);

/// <summary>What would leave now. Nothing has been done.</summary>
/// <param name="Hash">Names exactly this; the act may carry it.</param>
/// <param name="Problem">Why nothing would leave; null where it would.</param>
/// <param name="Objects">Each object that the partner has after it or has now, with the difference.</param>
/// <param name="Revealed">The institutions of which the partner would be told.</param>
/// <param name="Hidden">Those of which it would not.</param>
/// <param name="LeftOut">Observables that would not leave.</param>
public sealed record SharingPreview(
    string Hash, Tlp Label, Problem? Problem, IReadOnlyList<PreviewObject> Objects, IReadOnlyList<InstitutionRef> Revealed, IReadOnlyList<InstitutionRef> Hidden, IReadOnlyList<LeftOutObservable> LeftOut);

/// <summary>What becomes of an object at the partner.</summary>
public enum SharingChange
{
    /// <summary>It has not left before.</summary>
    New,

    /// <summary>A newer version would leave.</summary>
    Changed,

    /// <summary>It has left like that; nothing would leave.</summary>
    Same,

    /// <summary>It has left and would be revoked.</summary>
    Revoked,

    /// <summary>It was revoked before, or rests on what was. That is final, and nothing would leave.</summary>
    Gone,
}

/// <summary>An object of STIX as it would leave.</summary>
/// <param name="Name">What people call it, where it has a name.</param>
/// <param name="Content">What it says; of what is revoked, what is left of it.</param>
/// <param name="Before">What it said when it last left.</param>
public sealed record PreviewObject(string Id, string Type, string? Name, SharingChange Change, JsonElement Content, JsonElement? Before);

/// <summary>An observable that does not leave, and why not.</summary>
public sealed record LeftOutObservable(Observable Observable, string Why);

/// <summary>An object that lies ready for a partner or has left to it.</summary>
/// <param name="Number">Counts what was laid ready for this partner.</param>
/// <param name="Version">As the object names it; null where it has none.</param>
/// <param name="Hash">Of what it says: the first 32 digits of its SHA-256.</param>
/// <param name="Origin">The thing that it tells of, as text to show: its number. Empty for who may not know of it.</param>
/// <param name="By">Who decided that it leaves.</param>
/// <param name="Why">For what.</param>
/// <param name="Way">How it left: <c>taxii</c> where the partner fetched it, <c>push</c> where it was brought.</param>
/// <param name="TakenAt">When it left; null while it waits.</param>
/// <param name="Answers">The id of the partner's object that it answers; null where it tells of a thing of ours.</param>
public sealed record SentView(
    long Number, string Id, string Type, string? Version, string Hash, Tlp Label, string Origin, PersonRef? By, string? Why, DateTimeOffset AddedAt, string? Way, DateTimeOffset? TakenAt, bool Revoked, string? Answers = null);
