using Coordination.Contracts;
using Coordination.Contracts.Partners;
using Coordination.Domain.Partners;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Partners;

/// <summary>A partner, and how it stands.</summary>
internal static class PartnerSamples
{
    public static readonly PartnerRequest LighthouseFacts = new()
    {
        Name = "CERT Lighthouse",
        Kind = PartnerKind.Company,
        Country = "BE",
        Agreement = new(true, Noon, Noon.AddYears(1), "IICB 2026/7"),
        Ceiling = Tlp.AmberStrict,
        Topics = [PartnerTopic.Incidents, PartnerTopic.Indicators, PartnerTopic.Advisories],
        Identities = ["identity--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"],
        OldLabels = true,
        Keys = [new(new string('a', 40), "-----BEGIN PGP PUBLIC KEY BLOCK-----")],
        Contacts = [Desk],
    };

    public static IReadOnlyList<object> Events { get; } =
    [
        new PartnerRegistered(LighthouseFacts),
        new PartnerChanged(LighthouseFacts),
        new PartnerPaused("Their mailbox was taken over"),
        new PartnerResumed(),
        new AgreementEnded(Noon.AddYears(1)),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new RegisterPartner(LighthouseFacts),
        new ChangePartner(LighthouseFacts),
        new PausePartner("Their mailbox was taken over"),
        new ResumePartner(),
        new EndAgreement(Noon.AddYears(1)),
    ];
}
