using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>A system with someone who leads cases, a manager of an institution, and a receiver of webhooks.</summary>
/// <param name="patience">For how many seconds a receiver may say nothing, by the clock that the tests move.</param>
internal sealed class Subscribing(int patience = 60) : IAsyncDisposable
{
    public RunningSystem System { get; } = new()
    {
        Settings = ["--Coordination:Webhooks:AllowPrivateNetworks=true", "--Coordination:Webhooks:AllowPrivateNetworksForAll=true", "--Coordination:Webhooks:AllowHttp=true", $"--Coordination:Webhooks:TimeoutSeconds={patience}", "--Coordination:Limits:Enabled=false"],
    };

    public Listener Listener { get; private set; } = null!;

    /// <summary>Leads cases.</summary>
    public Someone Lead { get; private set; } = null!;

    /// <summary>Manages <see cref="Everyone.Own"/>.</summary>
    public Someone Manager { get; private set; } = null!;

    public async Task StartAsync()
    {
        Listener = await Listener.StartAsync();
        await System.InitializeAsync();
        Lead = await Someone.SignInAsync(System, "cleo@cert.example", Role.Lead);
        Manager = await Someone.InviteAsync(System, Role.InstitutionManager, false, Everyone.Own);
    }

    public async ValueTask DisposeAsync()
    {
        Lead.Dispose();
        Manager.Dispose();
        await System.DisposeAsync();
        await Listener.DisposeAsync();
    }

    /// <summary>Subscribes to everything that they can hear of unless it is said to what.</summary>
    public Task<SubscriptionView> SubscribeAsync(CoordinationClient who, string path, string? filter = null, Subscriber? subscriber = null, params string[] events)
        => who.SubscribeAsync(new SubscriptionRequest { Name = $"Watch {path}", Address = Listener.AddressOf(path), Events = events.Length == 0 ? PublicEvents.For(who == Manager.Client ? SubscriberKind.Institution : SubscriberKind.Staff) : events, Filter = filter, For = subscriber });

    public async Task<IncidentId> OpenAsync(string title, Tlp tlp, Severity severity = Severity.Medium, params string[] affected)
        => IncidentId.Of((await Lead.Client.OpenIncidentAsync(new OpenIncidentRequest { Title = title, Description = "canaryhidden", Severity = severity, Tlp = tlp, Institutions = [.. affected.Select(InstitutionId.Of)] })).Id);

    /// <summary>What came at a path, by kind and subject.</summary>
    public IReadOnlyList<Hook> At(string path) => [.. Listener.Received.Where(hook => hook.Path == path)];

    public async Task<IReadOnlyList<Hook>> UntilAsync(string path, int count)
    {
        await RunningSystem.UntilAsync(() => Task.FromResult(At(path).Count >= count), () => $"{At(path).Count} of {count} came to {path}.");
        return At(path);
    }

    /// <summary>Once nothing waits for a subscription, what has arrived is all there is.</summary>
    public static async Task<IReadOnlyList<WebhookView>> SettledAsync(CoordinationClient who, SubscriptionId id, int count)
    {
        IReadOnlyList<WebhookView> all = [];
        await RunningSystem.UntilAsync(
            async () => (all = (await who.WebhooksAsync(id)).Items).Count >= count && all.All(one => one.Status != WebhookStatus.Queued),
            () => $"{all.Count} of {count}: {string.Join("; ", all.Select(one => $"{one.Event} {one.Status} {string.Join(", ", one.Attempts.Select(attempt => attempt.Error))}"))}");
        return all;
    }

    public static JsonElement Event(Hook hook) => JsonDocument.Parse(hook.Body).RootElement;

    public static string TypeOf(Hook hook) => Event(hook).GetProperty("type").GetString()!;
}
