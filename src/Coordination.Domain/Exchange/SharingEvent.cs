using System.Text.Json.Serialization;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to a sharing.</summary>
[JsonDerivedType(typeof(SharingDecided), "sharing-decided")]
[JsonDerivedType(typeof(SharingLookedAt), "sharing-looked-at")]
[JsonDerivedType(typeof(SharingMade), "sharing-made")]
[JsonDerivedType(typeof(SharingEnded), "sharing-ended")]
[JsonDerivedType(typeof(SharingRecalled), "sharing-recalled")]
public abstract record SharingEvent;

/// <summary>Someone decided that it goes to the partner, or that what went is corrected.</summary>
/// <param name="Origin">The stream of what is shared.</param>
public sealed record SharingDecided(PartnerId Partner, string Origin, SharingTerms Terms, bool Correction = false) : SharingEvent;

/// <summary>Something has changed on which it depends what may leave: it is made anew.</summary>
public sealed record SharingLookedAt(string Because) : SharingEvent;

/// <summary>What leaves was made. It lies ready with this event.</summary>
public sealed record SharingMade(Made Made) : SharingEvent;

/// <summary>Nothing more leaves; what waits does not.</summary>
/// <param name="Share">The number of the incident's share that ended; 0 for an advisory.</param>
public sealed record SharingEnded(string Why, int Share = 0) : SharingEvent;

/// <summary>What waits does not leave, and what has left is revoked.</summary>
public sealed record SharingRecalled(string Why) : SharingEvent;
