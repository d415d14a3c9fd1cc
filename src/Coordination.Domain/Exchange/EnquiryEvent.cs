using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to a request to or from a partner.</summary>
[JsonDerivedType(typeof(EnquiryOpened), "enquiry-opened")]
[JsonDerivedType(typeof(EnquiryWritten), "enquiry-written")]
[JsonDerivedType(typeof(EnquiryTaken), "enquiry-taken")]
[JsonDerivedType(typeof(EnquiryClosed), "enquiry-closed")]
[JsonDerivedType(typeof(EnquiryWithdrawn), "enquiry-withdrawn")]
[JsonDerivedType(typeof(EnquiryDueSoon), "enquiry-due-soon")]
[JsonDerivedType(typeof(EnquiryOverdue), "enquiry-overdue")]
public abstract record EnquiryEvent;

/// <summary>Someone asks. The question is the first message.</summary>
/// <param name="About">The incident that it is about. Nothing of it goes to the partner by that.</param>
/// <param name="Exercise">The incident is part of an exercise, so this is, too.</param>
/// <param name="From">Who asks at the partner.</param>
public sealed record EnquiryOpened(
    string Number, PartnerId Partner, EnquiryDirection Direction, EnquiryKind Kind, string Title, string Text, Tlp Tlp, Severity Severity, DateTimeOffset? Due, IncidentId? About = null, bool Exercise = false,
    string? From = null) : EnquiryEvent;

/// <param name="Number">Counts from 1, which is the question.</param>
/// <param name="Due">The side that asked asks again, by then.</param>
/// <param name="From">Who writes at the partner.</param>
public sealed record EnquiryWritten(int Number, EnquirySide Side, string Text, Tlp Tlp, DateTimeOffset? Due = null, string? From = null) : EnquiryEvent;

/// <summary>Someone of us has it.</summary>
public sealed record EnquiryTaken(PersonId By) : EnquiryEvent;

public sealed record EnquiryClosed(string Outcome) : EnquiryEvent;

/// <summary>Whoever asked no longer needs an answer.</summary>
public sealed record EnquiryWithdrawn(string Reason) : EnquiryEvent;

/// <summary>Most of the time for an answer is over.</summary>
public sealed record EnquiryDueSoon(DateTimeOffset Due) : EnquiryEvent;

/// <summary>All of it is.</summary>
public sealed record EnquiryOverdue(DateTimeOffset Due) : EnquiryEvent;
