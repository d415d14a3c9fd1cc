using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A request as it is kept for lists.</summary>
public sealed record EnquiryRow
{
    public required string Number { get; init; }
    public required PartnerId Partner { get; init; }
    public required EnquiryDirection Direction { get; init; }
    public required EnquiryKind Kind { get; init; }
    public required EnquiryStatus Status { get; init; }
    public required string Title { get; init; }
    public required Tlp Tlp { get; init; }
    public required Severity Severity { get; init; }
    public DateTimeOffset? Due { get; init; }
    public DateTimeOffset? SoonAt { get; init; }
    public IncidentId? About { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public EnquirySide? WaitsFor { get; init; }
    public PersonId? Owner { get; init; }
    public required int Messages { get; init; }
    public string? Outcome { get; init; }
    public bool Exercise { get; init; }

    /// <summary>Nothing more is asked of anybody.</summary>
    [JsonIgnore]
    public bool Ended => Status is EnquiryStatus.Closed or EnquiryStatus.Withdrawn;

    /// <summary>What is about an incident is kept and goes with that.</summary>
    [JsonIgnore]
    public bool GoesByAge => Ended && About is null;

    public bool Overdue(DateTimeOffset now) => Status == EnquiryStatus.Open && Due <= now;

    public bool DueSoon(DateTimeOffset now) => Status == EnquiryStatus.Open && Due > now && SoonAt <= now;
}

/// <summary>A message of a request's thread.</summary>
/// <param name="By">The actor who wrote it.</param>
/// <param name="From">Who that was at the partner, as a name.</param>
public sealed record EnquiryMessageRow(string Enquiry, int Number, EnquirySide Side, string By, string? From, DateTimeOffset At, string Text, Tlp Tlp)
{
    /// <summary>The message that an event tells of; null where it tells of none.</summary>
    public static EnquiryMessageRow? Of(StreamId stream, Recorded<EnquiryEvent> recorded) => recorded.Event switch
    {
        EnquiryOpened e => new(stream.Key, 1, e.Direction == EnquiryDirection.ToPartner ? EnquirySide.Ours : EnquirySide.Theirs, recorded.Actor.Value, e.From, recorded.At, e.Text, e.Tlp),
        EnquiryWritten e => new(stream.Key, e.Number, e.Side, recorded.Actor.Value, e.From, recorded.At, e.Text, e.Tlp),
        _ => null,
    };
}

/// <summary>The rows of requests.</summary>
public static class EnquiryRows
{
    public static readonly RowTable<EnquiryRow> Lines = new("enquiry_row",
    [
        RowTable<EnquiryRow>.Text("number", row => row.Number),
        RowTable<EnquiryRow>.Text("partner", row => row.Partner.Value),
        RowTable<EnquiryRow>.Number("direction", row => row.Direction),
        RowTable<EnquiryRow>.Number("status", row => row.Status),
        RowTable<EnquiryRow>.Text("about", row => row.About?.Value),
        RowTable<EnquiryRow>.Instant("updated_at", row => row.UpdatedAt),
        // Only where an answer is still waited for, so that what is late is found without looking at what is done.
        RowTable<EnquiryRow>.Instant("due_at", row => row.Status == EnquiryStatus.Open ? row.Due : null),
        RowTable<EnquiryRow>.Instant("soon_at", row => row.Status == EnquiryStatus.Open ? row.SoonAt : null),
    ])
    { Indexes = ["number", "updated_at", "partner, updated_at", "about", "due_at", "soon_at"] };

    public static readonly RowTable<EnquiryMessageRow> Messages = new("enquiry_message_row", [RowTable<EnquiryMessageRow>.Text("enquiry", row => row.Enquiry), RowTable<EnquiryMessageRow>.Number("message", row => row.Number)])
    { Indexes = ["enquiry, message"] };
}
