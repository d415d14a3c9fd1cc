using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Domain.Exchange;

[JsonDerivedType(typeof(ArmWebhook), "arm-webhook")]
[JsonDerivedType(typeof(RecordWebhookAttempt), "record-webhook-attempt")]
[JsonDerivedType(typeof(ReplayWebhook), "replay-webhook")]
public abstract record WebhookCommand : ICommand<Webhook, WebhookEvent>
{
    public abstract Decision<WebhookEvent> Decide(Webhook state, Context context);
}

/// <summary>An event is to go to a subscriber. Asked twice it goes once.</summary>
public sealed record ArmWebhook(PublicHappening What) : WebhookCommand
{
    public override Decision<WebhookEvent> Decide(Webhook state, Context context) => state.What is null ? new WebhookArmed(What) : Decision<WebhookEvent>.Nothing;
}

/// <summary>Who sends says what came of it.</summary>
/// <param name="Failing">The subscription was failing when it was sent.</param>
public sealed record RecordWebhookAttempt(int Attempt, WebhookResult Result, bool Failing = false) : WebhookCommand
{
    public override Decision<WebhookEvent> Decide(Webhook state, Context context)
    {
        // An old report: of two processes that made the same try, the second has nothing new to say.
        if (state.What is null || state.Status != Contracts.Exchange.WebhookStatus.Queued || Attempt <= state.Tries)
        {
            return Decision<WebhookEvent>.Nothing;
        }

        if (Result.Arrived)
        {
            return new WebhookSent(Attempt, Result.Status ?? 200, Failing);
        }

        var error = Result.Error is { Length: > 500 } ? Result.Error[..500] : Result.Error ?? "no reason given";
        return Result.Withheld ? new WebhookWithheld(Attempt, error)
            : !Result.Permanent && RetryPlan.PauseAfter(Attempt - state.FirstOfRun + 1) is { } pause ? new WebhookFailed(Attempt, Result.Status, error, context.Now + pause)
            : new WebhookParked(Attempt, Result.Status, error, Result.Gone);
    }
}

/// <summary>Someone has it sent once more, under the same id.</summary>
public sealed record ReplayWebhook : WebhookCommand
{
    public override Decision<WebhookEvent> Decide(Webhook state, Context context)
        => state.What is null ? WebhookRefusals.Unknown
            : state.Status == Contracts.Exchange.WebhookStatus.Queued ? WebhookRefusals.Waits
            : new WebhookReplayed();
}

public static class WebhookRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "webhook.unknown", "There is no such delivery of this subscription.");
    public static readonly Refusal Waits = new(RefusalKind.Conflict, "webhook.waits", "It will be sent anyway: its next try is still to come.");
}
