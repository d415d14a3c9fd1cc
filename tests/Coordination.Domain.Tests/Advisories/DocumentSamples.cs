using Coordination.Contracts.Advisories;
using Coordination.Domain.Advisories;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>Documents of others, and who provides them.</summary>
internal static class DocumentSamples
{
    private static readonly ProviderRequest Vendor = new() { Name = "Example Vendor", Address = "https://vendor.example", EveryHours = 24, Since = new(2026, 1, 1), Draft = true };
    private static readonly ProviderRead ReadOfVendor = new(
        "Example Vendor", "https://vendor.example", [new("ab12", "2026-01-02T10:00:00Z")], 1, [new("https://vendor.example/b.json", "cd34", "csaf-hash", "Its hash is of something else.", true)], 3, null);

    public static readonly DocumentName Vendors = new("https://vendor.example", "EV-2026-1", "Example Vendor");
    public static readonly DocumentVersion VendorsDocument = new("2", "ab12", "WHITE", "Flaws in Example Gateway", "CwCA", "https://vendor.example/ev-2026-1.json");

    public static IReadOnlyList<object> Events { get; } =
    [
        new DocumentReceived(Vendors, VendorsDocument, AdvisorySamples.Content, ["The summary has changed."]),
        new DocumentDrafted(AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new DocumentQuarantined("2", "ab12", "Version 2 was received before with another content.", "https://vendor.example/ev-2026-1.json"),
        new ProviderSet(Vendor),
        new ProviderReadingBegun(),
        ReadOfVendor,
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new ReceiveDocument(Vendors, VendorsDocument, AdvisorySamples.Content, AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new DraftFromDocument(AdvisoryId.Of("w1"), "CERT-2026-0002"),
        new SetProvider(Vendor),
        new ReadProvider(1),
        new RecordProviderRead(2, ReadOfVendor),
    ];
}
