using Coordination.Contracts.Advisories;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>With which partners an incident is or was shared, and how that stands.</summary>
    public Task<Page<SharingView>> SharingsAsync(IncidentId id, CancellationToken cancellationToken = default) => GetAsync<Page<SharingView>>(Of(id), cancellationToken);

    /// <summary>What would leave if it were shared like that, or corrected where it is shared already.</summary>
    public Task<SharingPreview> PreviewSharingAsync(IncidentId id, ShareWithPartnerRequest request, CancellationToken cancellationToken = default)
        => PostAsync<SharingPreview>($"{Of(id)}/preview", request, default, cancellationToken);

    public Task<CommandAnswer> ShareWithPartnerAsync(IncidentId id, ShareWithPartnerRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id), request, asked, cancellationToken);

    public Task<CommandAnswer> CorrectSharingAsync(IncidentId id, PartnerId partner, CorrectSharingRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Of(id)}/{Escape(partner.Value)}/correct", request, asked, cancellationToken);

    public Task<CommandAnswer> RecallSharingAsync(IncidentId id, PartnerId partner, string why, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Of(id)}/{Escape(partner.Value)}/recall", new RecallSharingRequest(why), asked, cancellationToken);

    public Task<CommandAnswer> EndSharingAsync(IncidentId id, PartnerId partner, string why, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Of(id)}/{Escape(partner.Value)}/end", new EndSharingRequest(why), asked, cancellationToken);

    public Task<Page<SharingView>> SharingsAsync(AdvisoryId id, CancellationToken cancellationToken = default) => GetAsync<Page<SharingView>>(Of(id), cancellationToken);

    public Task<SharingPreview> PreviewSharingAsync(AdvisoryId id, ShareWithPartnerRequest request, CancellationToken cancellationToken = default)
        => PostAsync<SharingPreview>($"{Of(id)}/preview", request, default, cancellationToken);

    public Task<CommandAnswer> ShareWithPartnerAsync(AdvisoryId id, ShareWithPartnerRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>(Of(id), request, asked, cancellationToken);

    public Task<CommandAnswer> RecallSharingAsync(AdvisoryId id, PartnerId partner, string why, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Of(id)}/{Escape(partner.Value)}/recall", new RecallSharingRequest(why), asked, cancellationToken);

    public Task<CommandAnswer> EndSharingAsync(AdvisoryId id, PartnerId partner, string why, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Of(id)}/{Escape(partner.Value)}/end", new EndSharingRequest(why), asked, cancellationToken);

    /// <summary>What lies ready for a partner and what has left to it, the newest first.</summary>
    public Task<Page<SentView>> SentToPartnerAsync(PartnerId id, string? cursor = null, int limit = 100, CancellationToken cancellationToken = default)
        => GetAsync<Page<SentView>>($"{Routes.Partners}/{Escape(id.Value)}/sent?limit={limit}{(cursor is null ? "" : $"&cursor={Escape(cursor)}")}", cancellationToken);

    /// <summary>Decides that a partner may be told of an institution that does not consent, or that is known to be affected already.</summary>
    public Task<CommandAnswer> DecideIdentityAsync(IncidentId id, DecideIdentityRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.Incidents}/{Escape(id.Value)}/consents/decide", request, asked, cancellationToken);

    private static string Of(IncidentId id) => $"{Routes.Incidents}/{Escape(id.Value)}/sharing";

    private static string Of(AdvisoryId id) => $"{Routes.Advisories}/{Escape(id.Value)}/sharing";
}
