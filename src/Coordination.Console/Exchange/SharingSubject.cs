using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Exchange;

/// <summary>What is shared with partners: an incident or a published advisory. Both are asked for in the same words.</summary>
public sealed record SharingSubject(string Number, string Title, Tlp Label, IncidentView? Incident, AdvisoryId? Advisory = null)
{
    /// <summary>Among them are indicators, and victims.</summary>
    public IReadOnlyList<Observable> Observables => Incident?.Observables ?? [];

    /// <summary>Grows when the thing changes.</summary>
    public long Version { get; init; }

    /// <summary>What must have been agreed on with a partner.</summary>
    public PartnerTopic Topic => Advisory is null ? PartnerTopic.Incidents : PartnerTopic.Advisories;

    private IncidentId Case => Incident!.Summary.Id;

    public static SharingSubject Of(IncidentView view) => new(view.Summary.Number, view.Summary.Title, view.Summary.Tlp, view) { Version = view.Summary.Version };

    public static SharingSubject Of(AdvisorySummary advisory) => new(advisory.Number, advisory.Title, advisory.Tlp, null, advisory.Id) { Version = advisory.Version };

    public async Task<IReadOnlyList<SharingView>> ReadAsync(CoordinationClient api) => (Advisory is { } advisory ? await api.SharingsAsync(advisory) : await api.SharingsAsync(Case)).Items;

    public Task<SharingPreview> PreviewAsync(CoordinationClient api, ShareWithPartnerRequest request)
        => Advisory is { } advisory ? api.PreviewSharingAsync(advisory, request) : api.PreviewSharingAsync(Case, request);

    public Task ShareAsync(CoordinationClient api, ShareWithPartnerRequest request)
        => Advisory is { } advisory ? api.ShareWithPartnerAsync(advisory, request) : api.ShareWithPartnerAsync(Case, request);

    public Task CorrectAsync(CoordinationClient api, PartnerId partner, CorrectSharingRequest request) => api.CorrectSharingAsync(Case, partner, request);

    public Task RecallAsync(CoordinationClient api, PartnerId partner, string why)
        => Advisory is { } advisory ? api.RecallSharingAsync(advisory, partner, why) : api.RecallSharingAsync(Case, partner, why);

    public Task EndAsync(CoordinationClient api, PartnerId partner, string why)
        => Advisory is { } advisory ? api.EndSharingAsync(advisory, partner, why) : api.EndSharingAsync(Case, partner, why);
}
