using System.Text.Json.Serialization;
using Coordination.Contracts.Exchange;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to a subscription to events.</summary>
[JsonDerivedType(typeof(Subscribed), "subscribed")]
[JsonDerivedType(typeof(SubscriptionChanged), "subscription-changed")]
[JsonDerivedType(typeof(SubscriptionPaused), "subscription-paused")]
[JsonDerivedType(typeof(SubscriptionResumed), "subscription-resumed")]
[JsonDerivedType(typeof(SubscriptionSecretRotated), "subscription-secret-rotated")]
[JsonDerivedType(typeof(SubscriptionFailing), "subscription-failing")]
[JsonDerivedType(typeof(SubscriptionRecovered), "subscription-recovered")]
[JsonDerivedType(typeof(SubscriptionTested), "subscription-tested")]
[JsonDerivedType(typeof(SubscriptionEnded), "subscription-ended")]
public abstract record SubscriptionEvent;

/// <param name="Secret">Sealed, as the edge made it: who reads this cannot sign.</param>
public sealed record Subscribed(Subscriber For, SubscriptionFacts Facts, string Secret) : SubscriptionEvent;

public sealed record SubscriptionChanged(SubscriptionFacts Facts) : SubscriptionEvent;

/// <summary>Someone stopped it, or it stopped by itself, with the reason.</summary>
public sealed record SubscriptionPaused(string Reason) : SubscriptionEvent;

public sealed record SubscriptionResumed : SubscriptionEvent;

/// <summary>It has another secret. Those of before that still sign, and until when, are named.</summary>
public sealed record SubscriptionSecretRotated(string Secret, IReadOnlyList<FormerSecret> Former) : SubscriptionEvent;

/// <summary>A delivery was given up, the first since one arrived.</summary>
public sealed record SubscriptionFailing(WebhookId Webhook) : SubscriptionEvent;

/// <summary>One arrived again.</summary>
public sealed record SubscriptionRecovered : SubscriptionEvent;

/// <summary>Someone had a test sent.</summary>
public sealed record SubscriptionTested(bool Arrived, int? Status = null, string? Error = null) : SubscriptionEvent;

public sealed record SubscriptionEnded : SubscriptionEvent;

/// <summary>What was subscribed to.</summary>
public sealed record SubscriptionFacts(string Name, string Address, IReadOnlyList<string> Events, string? Filter = null);

/// <summary>A sealed secret that signs until this moment.</summary>
public sealed record FormerSecret(string Secret, DateTimeOffset Until);
