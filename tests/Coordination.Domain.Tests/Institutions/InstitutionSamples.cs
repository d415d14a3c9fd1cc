using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Institutions;

/// <summary>An institution, and what it has.</summary>
internal static class InstitutionSamples
{
    private static readonly InventoryProduct Gateway = new() { Vendor = "Example", Name = "Gateway", Version = "4.1", Cpe = "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*", Purl = "pkg:generic/example/gateway@4.1" };
    private static readonly InstitutionRequest InstitutionRequest = new()
    {
        Name = "Harbour Agency",
        Abbreviation = "HA",
        Kind = "agency",
        Country = "BE",
        Networks = ["192.0.2.0/24"],
        Domains = ["harbour.example"],
        AsNumbers = [64496],
        Contacts = [Desk],
    };

    public static readonly InstitutionFacts Facts = new("Harbour Agency", "HA", "agency", "BE", [new(AssetKind.Network, "192.0.2.0/24")], [Desk]);

    public static IReadOnlyList<object> Events { get; } =
    [
        new InstitutionRegistered(Facts),
        new InstitutionChanged(Facts),
        new InventoryChanged(Harbour, [Gateway], [Gateway with { Version = "4.0" }]),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new RegisterInstitution(InstitutionRequest),
        new ChangeInstitution(InstitutionRequest),
        new SetInventory(Harbour, [Gateway], true),
    ];
}
