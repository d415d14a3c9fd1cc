using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>All subscriptions that one may manage.</summary>
    public Task<IReadOnlyList<SubscriptionView>> SubscriptionsAsync(CancellationToken cancellationToken = default) => AllAsync<SubscriptionView>(Routes.Subscriptions, cancellationToken);

    public Task<SubscriptionView> SubscriptionAsync(SubscriptionId id, CancellationToken cancellationToken = default) => GetAsync<SubscriptionView>(PathOf(id), cancellationToken);

    /// <summary>Subscribes; the secret is in the answer, once.</summary>
    public Task<SubscriptionView> SubscribeAsync(SubscriptionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<SubscriptionView>(Routes.Subscriptions, request, asked, cancellationToken);

    public Task<CommandAnswer> ChangeSubscriptionAsync(SubscriptionId id, SubscriptionRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PutAsync<CommandAnswer>(PathOf(id), request, asked, cancellationToken);

    /// <summary>Nothing is sent until someone resumes it.</summary>
    public Task<CommandAnswer> PauseSubscriptionAsync(SubscriptionId id, string reason, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{PathOf(id)}/pause", new PauseSubscriptionRequest(reason), asked, cancellationToken);

    public Task<CommandAnswer> ResumeSubscriptionAsync(SubscriptionId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{PathOf(id)}/resume", body: null, asked, cancellationToken);

    /// <summary>Ends it for good.</summary>
    public Task EndSubscriptionAsync(SubscriptionId id, CancellationToken cancellationToken = default)
        => SendAsync<Nothing>(HttpMethod.Delete, PathOf(id), body: null, default, cancellationToken);

    /// <summary>Gives it another secret; it is in the answer, once. The former one signs beside it for a time.</summary>
    public Task<SubscriptionView> RotateSecretAsync(SubscriptionId id, SecretRotation request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<SubscriptionView>($"{PathOf(id)}/rotate", request, asked, cancellationToken);

    /// <summary>Sends a <see cref="PublicEvents.Test"/> now and says what came of it.</summary>
    public Task<WebhookTest> TestSubscriptionAsync(SubscriptionId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<WebhookTest>($"{PathOf(id)}/test", body: null, asked, cancellationToken);

    /// <summary>A page of what was sent, newest first.</summary>
    public Task<Page<WebhookView>> WebhooksAsync(SubscriptionId id, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<WebhookView>>(Query($"{PathOf(id)}/deliveries", ("cursor", cursor)), cancellationToken);

    /// <summary>Has it sent once more, under the same id.</summary>
    public Task<CommandAnswer> ReplayWebhookAsync(SubscriptionId id, WebhookId webhook, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{PathOf(id)}/deliveries/{Escape(webhook.Value)}/replay", body: null, asked, cancellationToken);

    /// <summary>The incident as an event of MISP's core format, as far as one may see it.</summary>
    public Task CopyMispAsync(IncidentId id, Stream target, CancellationToken cancellationToken = default) => CopyAsync($"{Routes.Incidents}/{Escape(id.Value)}/misp", target, cancellationToken);

    private static string PathOf(SubscriptionId id) => $"{Routes.Subscriptions}/{Escape(id.Value)}";
}
