using System.Text.Json.Serialization;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;

namespace Coordination.Domain.Advisories;

/// <summary>All that can happen between an advisory and one institution.</summary>
[JsonDerivedType(typeof(InstitutionAddressed), "institution-addressed")]
[JsonDerivedType(typeof(AddresseeSent), "addressee-sent")]
[JsonDerivedType(typeof(AddresseeNotReached), "addressee-not-reached")]
[JsonDerivedType(typeof(AddresseeOpened), "addressee-opened")]
[JsonDerivedType(typeof(AddresseeAcknowledged), "addressee-acknowledged")]
[JsonDerivedType(typeof(AddresseeAnswered), "addressee-answered")]
[JsonDerivedType(typeof(AnswerContradicted), "answer-contradicted")]
[JsonDerivedType(typeof(InstitutionReleased), "institution-released")]
public abstract record AddresseeEvent;

/// <summary>It was published to this institution, or published again.</summary>
/// <param name="Reasons">Why it is among the recipients.</param>
/// <param name="DueAt">By when its answer is due.</param>
/// <param name="Change">What changed since the revision before; null for the first.</param>
public sealed record InstitutionAddressed(
    InstitutionId Institution, Notice Notice, IReadOnlyList<RecipientReason> Reasons, DateTimeOffset? DueAt, string? Change = null, bool AskAgain = false) : AddresseeEvent;

/// <summary>A message about it has left.</summary>
public sealed record AddresseeSent : AddresseeEvent;

/// <summary>It could not be told: there is no contact, or every attempt failed.</summary>
public sealed record AddresseeNotReached(string Why) : AddresseeEvent;

/// <summary>Someone opened the link or the page.</summary>
public sealed record AddresseeOpened : AddresseeEvent;

/// <summary>It said that it knows.</summary>
public sealed record AddresseeAcknowledged : AddresseeEvent;

public sealed record AddresseeAnswered(AdvisoryAnswer Answer, string? Note = null) : AddresseeEvent;

/// <summary>It had said that it is patched, and a later alert shows it open.</summary>
public sealed record AnswerContradicted(Contradiction Contradiction) : AddresseeEvent;

/// <summary>It no longer concerns the institution.</summary>
public sealed record InstitutionReleased(InstitutionId Institution, Notice Notice, string Why) : AddresseeEvent;
