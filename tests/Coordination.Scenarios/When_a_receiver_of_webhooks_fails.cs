using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;

namespace Coordination.Scenarios;

public sealed class When_a_receiver_of_webhooks_fails : IAsyncLifetime
{
    private readonly Subscribing _story = new();

    public Task InitializeAsync() => _story.StartAsync();

    public Task DisposeAsync() => _story.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_tried_again_under_the_same_id_given_up_shown_and_sent_again_by_hand()
    {
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/failing", null, null, PublicEvents.IncidentOpened);
        var status = 500;
        _story.Listener.Answer = _ => Task.FromResult(status);
        await _story.OpenAsync("Comes in the end", Tlp.Green);

        WebhookView kept = null!;
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await _story.System.MoveUntilAsync(async () => (await _story.Lead.Client.WebhooksAsync(subscription.Id)).Items is [{ } one] && (kept = one).Attempts.Count == attempt);
            if (kept.NextAttemptAt is { } next)
            {
                _story.System.Clock.Advance(next - _story.System.Clock.GetUtcNow());
            }
        }

        Assert.Equal(WebhookStatus.Parked, kept.Status);
        Assert.All(kept.Attempts, attempt => Assert.Equal((500, "The endpoint answers 500."), (attempt.Status, attempt.Error)));
        await RunningSystem.UntilAsync(async () => (await _story.Lead.Client.SubscriptionAsync(subscription.Id)).FailingSince is not null);

        status = 204;
        _story.System.Clock.Advance(TimeSpan.FromSeconds(1));
        await _story.Lead.Client.ReplayWebhookAsync(subscription.Id, kept.Id);
        Assert.Equal(WebhookStatus.Sent, Assert.Single(await Subscribing.SettledAsync(_story.Lead.Client, subscription.Id, 1)).Status);
        await RunningSystem.UntilAsync(async () => (await _story.Lead.Client.SubscriptionAsync(subscription.Id)).FailingSince is null);
        Assert.Equal(7, _story.At("/failing").Count);
        Assert.Single(_story.At("/failing").Select(hook => hook.Id).Distinct());
        Assert.Equal(7, _story.At("/failing").Select(hook => hook.Signature).Distinct().Count());

        // What has arrived can be had again too.
        await _story.Lead.Client.ReplayWebhookAsync(subscription.Id, kept.Id);
        Assert.Single((await _story.UntilAsync("/failing", 8)).Select(hook => hook.Id).Distinct());
    }

    [Fact]
    public async Task One_that_is_gone_pauses_the_subscription_and_one_that_hangs_holds_up_nobody_else()
    {
        await using var story = new Subscribing(patience: 2);
        await story.StartAsync();
        var gone = await story.SubscribeAsync(story.Lead.Client, "/gone", null, null, PublicEvents.IncidentOpened);
        var hangs = await story.SubscribeAsync(story.Lead.Client, "/hangs", null, null, PublicEvents.IncidentOpened);
        await using var other = await Listener.StartAsync();
        var well = await story.Lead.Client.SubscribeAsync(new SubscriptionRequest { Name = "Well", Address = other.AddressOf("/well"), Events = [PublicEvents.IncidentOpened] });
        var never = new TaskCompletionSource<int>();
        story.Listener.Answer = path => path == "/gone" ? Task.FromResult(410) : never.Task;

        for (var number = 0; number < 5; number++)
        {
            await story.OpenAsync($"Hanging {number}", Tlp.Green);
        }

        await RunningSystem.UntilAsync(() => Task.FromResult(other.Received.Count == 5));
        Assert.All(other.Received, hook => Assert.True(hook.IsSigned(well.Secret!)));
        await story.System.MoveUntilAsync(async () => (await story.Lead.Client.SubscriptionAsync(gone.Id)).PausedBecause is not null);
        Assert.Contains("410", (await story.Lead.Client.SubscriptionAsync(gone.Id)).PausedBecause, StringComparison.Ordinal);
        await story.System.MoveUntilAsync(async () => (await story.Lead.Client.WebhooksAsync(hangs.Id)).Items.Any(one => one.Attempts is [{ Error: { } error, Status: null }, ..] && error.Contains("did not answer within 2 s", StringComparison.Ordinal)));

        // While it is paused nothing more goes there, and what was given up waits for someone to resume it.
        var parked = (await story.Lead.Client.WebhooksAsync(gone.Id)).Items.First(one => one.Status == WebhookStatus.Parked);
        Assert.Equal("subscription.paused", (await Assert.ThrowsAsync<ProblemException>(() => story.Lead.Client.ReplayWebhookAsync(gone.Id, parked.Id))).Problem.Code);
        never.SetResult(204);
    }

    [Fact]
    public async Task A_test_says_what_came_of_it_and_needs_nothing_to_have_happened()
    {
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/tested", null, null, PublicEvents.IncidentClosed);

        var test = await _story.Lead.Client.TestSubscriptionAsync(subscription.Id);

        var hook = Assert.Single(_story.At("/tested"));
        Assert.Equal((true, 204, PublicEvents.Test, test.Id.Value), (test.Arrived, test.Status, Subscribing.TypeOf(hook), hook.Id));
        Assert.True(hook.IsSigned(subscription.Secret!));
        _story.Listener.Answer = _ => Task.FromResult(503);
        Assert.Equal((false, 503, "The endpoint answers 503."), await _story.Lead.Client.TestSubscriptionAsync(subscription.Id) is var failed ? (failed.Arrived, failed.Status, failed.Error) : default);
    }

    [Fact]
    public async Task A_rotated_secret_signs_at_once_and_the_former_beside_it_until_its_time()
    {
        var subscription = await _story.SubscribeAsync(_story.Lead.Client, "/rotated");
        var rotated = await _story.Lead.Client.RotateSecretAsync(subscription.Id, new SecretRotation { OverlapHours = 1 });

        await _story.Lead.Client.TestSubscriptionAsync(subscription.Id);
        _story.System.Clock.Advance(TimeSpan.FromHours(1));
        await _story.Lead.Client.TestSubscriptionAsync(subscription.Id);

        Assert.NotEqual(subscription.Secret, rotated.Secret);
        Assert.Equal(_story.System.Clock.GetUtcNow(), rotated.FormerUntil);
        var hooks = _story.At("/rotated");
        Assert.All(hooks, hook => Assert.True(hook.IsSigned(rotated.Secret!)));
        Assert.Equal([true, false], hooks.Select(hook => hook.IsSigned(subscription.Secret!)));

        // It was shown twice, in the answers that made it; it stands nowhere else.
        Assert.Null((await _story.Lead.Client.SubscriptionAsync(subscription.Id)).Secret);
        Assert.All(await _story.Lead.Client.SubscriptionsAsync(), one => Assert.Null(one.Secret));
        var data = Directory.EnumerateFiles(_story.System.Folder, "*", SearchOption.AllDirectories).Where(file => file.Contains(".db", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal));
        Assert.All(data, file => Assert.DoesNotContain(rotated.Secret!["whsec_".Length..], Text(file), StringComparison.Ordinal));
        Assert.Contains(data, file => Text(file).Contains(_story.Listener.AddressOf("/rotated"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_it_is_decides_who_may_do_what()
    {
        var own = await _story.SubscribeAsync(_story.Manager.Client, "/own");
        var staff = await _story.SubscribeAsync(_story.Lead.Client, "/staff");
        var bad = new SubscriptionRequest { Name = "x", Address = "ftp://x", Events = [PublicEvents.IncidentOpened] };

        Assert.Equal(own.Id, Assert.Single(await _story.Manager.Client.SubscriptionsAsync()).Id);
        Assert.Equal(2, (await _story.System.Ada.SubscriptionsAsync()).Count);
        await RefusedAsync("subscription.unknown", () => _story.Manager.Client.SubscriptionAsync(staff.Id));
        await RefusedAsync("subscription.unknown", () => _story.Manager.Client.PauseSubscriptionAsync(staff.Id, "Not mine"));
        await RefusedAsync("subscription.unknown", () => _story.Manager.Client.WebhooksAsync(staff.Id));
        await RefusedAsync("subscription.not-yours", () => _story.SubscribeAsync(_story.Manager.Client, "/x", null, new(SubscriberKind.Staff)));
        await RefusedAsync("subscription.for-fixed", () => _story.Lead.Client.ChangeSubscriptionAsync(staff.Id, bad with { Address = _story.Listener.AddressOf("/y"), For = own.For }));
        await RefusedAsync("subscription.address-invalid", () => _story.Lead.Client.SubscribeAsync(bad));
        await RefusedAsync("subscription.events-invalid", () => _story.Lead.Client.SubscribeAsync(bad with { Address = _story.Listener.AddressOf("/y"), Events = [PublicEvents.Test] }));

        // An administrator without case content keeps them, and says nowhere what goes where.
        using var administrator = await Someone.InviteAsync(_story.System, Role.Administrator, false, null);
        await administrator.Client.PauseSubscriptionAsync(staff.Id, "Too loud");
        Assert.Equal("Too loud", (await administrator.Client.SubscriptionAsync(staff.Id)).PausedBecause);
        await RefusedAsync("subscription.not-yours", () => administrator.Client.RotateSecretAsync(staff.Id, new SecretRotation()));
        await RefusedAsync("subscription.not-yours", () => _story.SubscribeAsync(administrator.Client, "/x"));

        await _story.Manager.Client.EndSubscriptionAsync(own.Id);
        await RefusedAsync("subscription.unknown", () => _story.Manager.Client.SubscriptionAsync(own.Id));
    }

    private static async Task RefusedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<ProblemException>(act)).Problem.Code);

    private static string Text(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
