using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    public Task<IReadOnlyList<PartnerHealth>> PartnersHealthAsync(CancellationToken cancellationToken = default) => AllAsync<PartnerHealth>($"{Routes.Partners}/health", cancellationToken);

    public Task<PartnerHealth> PartnerHealthAsync(PartnerId id, CancellationToken cancellationToken = default)
        => GetAsync<PartnerHealth>($"{Routes.Partners}/{Escape(id.Value)}/health", cancellationToken);

    /// <summary>How its server is followed; refused as unknown where it is not.</summary>
    public Task<PeerView> PeerAsync(PartnerId id, CancellationToken cancellationToken = default) => GetAsync<PeerView>(PeerOf(id), cancellationToken);

    public Task<CommandAnswer> PutPeerAsync(PartnerId id, PeerRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>(PeerOf(id), request, asked, cancellationToken);

    /// <summary>Polls now.</summary>
    public Task<CommandAnswer> PollPeerAsync(PartnerId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{PeerOf(id)}/poll", body: null, asked, cancellationToken);

    /// <summary>Brings now what lies ready.</summary>
    public Task<CommandAnswer> PushPeerAsync(PartnerId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{PeerOf(id)}/push", body: null, asked, cancellationToken);

    /// <summary>Asks its server what it is and what it offers, and says so in words. Nothing is fetched or sent.</summary>
    public Task<PeerTest> TestPeerAsync(PartnerId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<PeerTest>($"{PeerOf(id)}/test", body: null, asked, cancellationToken);

    private static string PeerOf(PartnerId id) => $"{Routes.Partners}/{Escape(id.Value)}/peer";
}
