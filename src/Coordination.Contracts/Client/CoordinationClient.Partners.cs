using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    public Task<IReadOnlyList<PartnerView>> PartnersAsync(CancellationToken cancellationToken = default) => AllAsync<PartnerView>(Routes.Partners, cancellationToken);

    public Task<PartnerView> PartnerAsync(PartnerId id, CancellationToken cancellationToken = default) => GetAsync<PartnerView>($"{Routes.Partners}/{Escape(id.Value)}", cancellationToken);

    /// <summary>A page of what happened to its record, oldest first.</summary>
    public Task<Page<TimelineEntry>> PartnerTimelineAsync(PartnerId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<TimelineEntry>>(Query($"{Routes.Partners}/{Escape(id.Value)}/timeline", ("cursor", cursor)), cancellationToken);

    public Task<CommandAnswer> AddPartnerAsync(PartnerRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Routes.Partners, request, asked, cancellationToken);

    public Task<CommandAnswer> ChangePartnerAsync(PartnerId id, PartnerRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>($"{Routes.Partners}/{Escape(id.Value)}", request, asked, cancellationToken);

    /// <summary>Nothing is exchanged with it until someone resumes it.</summary>
    public Task<CommandAnswer> PausePartnerAsync(PartnerId id, string reason, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.Partners}/{Escape(id.Value)}/pause", new PausePartnerRequest(reason), asked, cancellationToken);

    public Task<CommandAnswer> ResumePartnerAsync(PartnerId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.Partners}/{Escape(id.Value)}/resume", body: null, asked, cancellationToken);
}
