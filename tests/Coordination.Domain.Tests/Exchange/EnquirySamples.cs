using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Exchange;

/// <summary>Requests to partners and from them.</summary>
internal static class EnquirySamples
{
    private static readonly EnquiryOpened Question = new(
        "REQ-2026-000001", PartnerId.Of("lighthouse"), EnquiryDirection.ToPartner, EnquiryKind.Takedown, "Who holds this host?", "It answers to a bot.", Tlp.Green, Severity.High, Noon.AddDays(2), IncidentId.Of("i1"), true, "Iris");

    public static IReadOnlyList<object> Events { get; } =
    [
        Question,
        new EnquiryWritten(2, EnquirySide.Theirs, "It was a customer of ours.", Tlp.Amber, Noon.AddDays(3), "Iris"),
        new EnquiryTaken(Ada),
        new EnquiryDueSoon(Noon.AddDays(2)),
        new EnquiryOverdue(Noon.AddDays(2)),
        new EnquiryClosed("Taken down"),
        new EnquiryWithdrawn("No longer needed"),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new OpenEnquiry
        {
            Number = "REQ-2026-000001", Partner = Lighthouse, Direction = EnquiryDirection.FromPartner, Kind = EnquiryKind.Takedown, Title = "Who holds this host?", Text = "It answers to a bot.", Tlp = Tlp.Green,
            Severity = Severity.High, Due = Noon.AddDays(2), About = IncidentId.Of("i1"), From = "Iris",
        },
        new WriteEnquiry(EnquirySide.Theirs, "It was a customer of ours.", Tlp.Amber, Noon.AddDays(3), "Iris"),
        new TakeEnquiry(),
        new CloseEnquiry("Taken down"),
        new WithdrawEnquiry(EnquirySide.Ours, "No longer needed"),
        new NoteEnquiryDue(Noon.AddDays(2), true),
    ];
}
