using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Host.Exchange;
using Coordination.Scenarios.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>Requests, and advisories that are shared, as those hear of them whom they concern, and as nobody else does.</summary>
public sealed class When_requests_and_advisories_are_subscribed_to : IAsyncLifetime
{
    private readonly Subscribing _story = new();
    private readonly List<HttpClient> _machines = [];
    private PartnerId _lighthouse;
    private HttpClient _http = null!;
    private CoordinationClient _machine = null!;
    private CoordinationClient _other = null!;

    public async Task InitializeAsync()
    {
        await _story.StartAsync();
        (_lighthouse, _http) = await PartnerAsync("Lighthouse CERT");
        _machine = new(_http, TimeProvider.System);
        _other = new((await PartnerAsync("Beacon CERT")).Http, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _machines.ForEach(machine => machine.Dispose());
        await _story.DisposeAsync();
    }

    [Fact]
    public async Task A_partner_hears_of_its_own_requests_each_time_once_and_of_nothing_that_is_hidden()
    {
        var own = await _story.SubscribeAsync(_machine, "/own");
        var staff = await _story.SubscribeAsync(_story.Lead.Client, "/staff", null, null, [.. PublicEvents.All.Where(PublicEvents.IsOfRequest)]);
        var loud = await _story.SubscribeAsync(_story.Lead.Client, "/loud", "severity:>=high", null, [.. PublicEvents.All.Where(PublicEvents.IsOfRequest)]);
        var other = await _story.SubscribeAsync(_other, "/other");
        Assert.Equal("subscription.events-beyond", (await Refused(() => _story.SubscribeAsync(_story.Manager.Client, "/nobody", null, null, PublicEvents.RequestClosed))).Code);
        Assert.Equal("subscription.filter-requests", (await Refused(() => _story.SubscribeAsync(_machine, "/nobody", "status:open", null, PublicEvents.IncidentOpened, PublicEvents.RequestOpened))).Code);
        Assert.Equal("query.invalid", (await Refused(() => _story.SubscribeAsync(_machine, "/nobody", "severity:awful", null, PublicEvents.RequestOpened))).Code);

        // Of an exercise, and of an incident that is kept from most of the staff, nothing; the partner hears of its question all the same, and nothing of the incident.
        var drill = IncidentId.Of((await _story.Lead.Client.OpenIncidentAsync(new OpenIncidentRequest { Title = "canary drill", Tlp = Tlp.Green, Severity = Severity.Medium, Exercise = true })).Id);
        await AskAsync("canary played", Tlp.Green, drill);
        var kept = await _story.OpenAsync("canary kept to few", Tlp.Green);
        await _story.Lead.Client.RestrictAsync(kept, new([_story.Lead.Id!.Value]));
        var few = await AskAsync("Asked for few", Tlp.Green, kept);
        var asked = await AskAsync("Who holds 198.51.100.77?", Tlp.Green);
        await _machine.WriteEnquiryAsync(asked, new("canary text of a customer"));
        await _story.UntilAsync("/own", 3);
        await _story.UntilAsync("/staff", 2);
        // Stricter than the request: label, number and link.
        await _story.Lead.Client.WriteEnquiryAsync(asked, new("canary stricter", Tlp.Amber));
        await _story.UntilAsync("/own", 4);
        await _story.UntilAsync("/staff", 3);
        var theirs = EnquiryId.Of((await _machine.OpenEnquiryAsync(Question("canary theirs", Tlp.Amber) with { Partner = null, Severity = Severity.Critical })).Id);
        var gone = await AskAsync("Not needed in the end", Tlp.Green);
        await _story.Lead.Client.WithdrawEnquiryAsync(gone, "Found elsewhere");
        await _story.Lead.Client.CloseEnquiryAsync(asked, "Taken off the net");
        await _story.UntilAsync("/own", 8);
        await _story.UntilAsync("/staff", 7);
        // What has come and is not answered yet would be given up by the clock, and come twice.
        await Subscribing.SettledAsync(_machine, own.Id, 8);
        await Subscribing.SettledAsync(_story.Lead.Client, staff.Id, 7);
        await Subscribing.SettledAsync(_story.Lead.Client, loud.Id, 1);
        _story.System.Clock.Advance(TimeSpan.FromHours(9));
        await _story.System.MoveUntilAsync(() => Task.FromResult(_story.At("/own").Count(hook => Subscribing.TypeOf(hook) == PublicEvents.RequestOverdue) == 2));

        var log = await Subscribing.SettledAsync(_machine, own.Id, 10);
        var hooks = _story.At("/own");
        Assert.Equal(
            new[]
            {
                (PublicEvents.RequestOpened, few), (PublicEvents.RequestOpened, asked), (PublicEvents.RequestMessage, asked), (PublicEvents.RequestMessage, asked), (PublicEvents.RequestOpened, theirs),
                (PublicEvents.RequestOpened, gone), (PublicEvents.RequestWithdrawn, gone), (PublicEvents.RequestClosed, asked), (PublicEvents.RequestOverdue, few), (PublicEvents.RequestOverdue, theirs),
            }.Select(one => $"{one.Item1} request/{one.Item2}").Order(StringComparer.Ordinal),
            hooks.Select(Said).Order(StringComparer.Ordinal));
        Assert.Equal(hooks.Count, hooks.Select(hook => hook.Id).Distinct().Count());
        Assert.All(log, one => Assert.StartsWith("REQ-", one.Number, StringComparison.Ordinal));
        Assert.All(hooks.Concat(_story.At("/staff")), hook =>
        {
            Assert.True(hook.IsSigned((hook.Path == "/own" ? own : staff).Secret!), "The signature is not that of the secret.");
            Assert.DoesNotContain("canary", Encoding.UTF8.GetString(hook.Body), StringComparison.Ordinal);
        });
        var closed = hooks.Single(hook => Subscribing.TypeOf(hook) == PublicEvents.RequestClosed).Data;
        Assert.Equal(("Who holds 198.51.100.77?", "Taken off the net"), (closed.GetProperty("request").GetProperty("title").GetString(), closed.GetProperty("request").GetProperty("outcome").GetString()));
        Assert.False(closed.GetProperty("request").TryGetProperty("owner", out _), "Who of us has it is not for a partner to know.");
        Assert.Equal(asked, (await _machine.EnquiryAsync(new Uri(closed.GetProperty("link").GetString()!).Segments[^1])).Summary.Id);
        Assert.Equal(
            ["TLP:AMBER link number tlp", "TLP:GREEN link number request tlp"],
            hooks.Where(hook => Subscribing.TypeOf(hook) == PublicEvents.RequestMessage)
                .Select(hook => $"{Subscribing.Event(hook).GetProperty("tlp").GetString()} {string.Join(' ', hook.Data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

        // The staff: all but what is about the incident that is kept to few, and by the filter what is critical.
        Assert.Equal(8, (await Subscribing.SettledAsync(_story.Lead.Client, staff.Id, 8)).Count);
        Assert.DoesNotContain(_story.At("/staff"), hook => Said(hook).EndsWith(few.Value, StringComparison.Ordinal));
        Assert.Equal(2, (await Subscribing.SettledAsync(_story.Lead.Client, loud.Id, 2)).Count);
        Assert.All(_story.At("/loud"), hook => Assert.EndsWith(theirs.Value, Said(hook), StringComparison.Ordinal));
        Assert.Empty((await _other.WebhooksAsync(other.Id)).Items);
        Assert.Empty(_story.At("/other"));
    }

    [Fact]
    public async Task A_request_names_the_incident_that_it_is_about_only_where_the_label_of_that_lets_it_out()
    {
        var facts = (await _story.System.Ada.PartnerAsync(_lighthouse)).Settings;
        await _story.System.Ada.ChangePartnerAsync(_lighthouse, facts with { Topics = [PartnerTopic.Advisories, PartnerTopic.Incidents] });
        await _story.SubscribeAsync(_machine, "/own", null, null, PublicEvents.RequestOpened);
        await _story.SubscribeAsync(_story.Lead.Client, "/staff", null, null, PublicEvents.RequestOpened);
        var (amber, green) = (await _story.OpenAsync("canary amber case", Tlp.Amber), await _story.OpenAsync("Gateways are probed", Tlp.Green));
        foreach (var incident in new[] { amber, green })
        {
            await _story.Lead.Client.ShareWithPartnerAsync(incident, new ShareWithPartnerRequest(_lighthouse, "They hunt the same actor"));
        }

        await AskAsync("Whose address is this?", Tlp.Green, amber);
        await AskAsync("Whose gateway is this?", Tlp.Green, green);

        foreach (var path in new[] { "/own", "/staff" })
        {
            var said = (await _story.UntilAsync(path, 2)).ToDictionary(hook => hook.Data.GetProperty("request").GetProperty("title").GetString()!, hook => hook.Data.GetProperty("request"));
            Assert.False(said["Whose address is this?"].TryGetProperty("about", out _), "The incident is labelled above GREEN, and neither its number nor its title leaves under another label.");
            Assert.Equal("Gateways are probed", said["Whose gateway is this?"].GetProperty("about").GetProperty("title").GetString());
            Assert.All(_story.At(path), hook => Assert.DoesNotContain("canary", Encoding.UTF8.GetString(hook.Body), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_hidden_from_a_partner_by_then_is_withheld_and_what_it_is_still_shown_is_not()
    {
        var own = await _story.SubscribeAsync(_machine, "/own", null, null, PublicEvents.RequestMessage);
        var theirs = EnquiryId.Of((await _machine.OpenEnquiryAsync(Question("Yours?", Tlp.Green) with { Partner = null })).Id);
        var status = 500;
        _story.Listener.Answer = _ => Task.FromResult(status);
        await _story.Lead.Client.WriteEnquiryAsync(theirs, new("canary above the new ceiling", Tlp.Amber));
        await RunningSystem.UntilAsync(async () => (await _machine.WebhooksAsync(own.Id)).Items is [{ Attempts.Count: 1 }]);
        var lighthouse = (await _story.System.Ada.PartnerAsync(_lighthouse)).Settings;
        await _story.System.Ada.ChangePartnerAsync(_lighthouse, lighthouse with { Ceiling = Tlp.Green });
        status = 204;
        _story.System.Clock.Advance(TimeSpan.FromMinutes(5));

        IReadOnlyList<WebhookView> log = [];
        await _story.System.MoveUntilAsync(async () => (log = (await _machine.WebhooksAsync(own.Id)).Items) is [{ Status: WebhookStatus.Withheld }]);
        // Nor is it an event for who looks now: the newest that the partner is shown is the question, which is none either.
        var happenings = _story.System.Services.GetRequiredService<PublicHappenings>();
        Assert.Empty(await happenings.OfAsync([new(0, EnquiryRegister.Stream(theirs), 2, "enquiry-written", _story.System.Clock.GetUtcNow())], CancellationToken.None));
        // The request is still its own, and of what follows it hears.
        await _story.Lead.Client.WriteEnquiryAsync(theirs, new("It was a customer of ours."));
        await _story.UntilAsync("/own", 2);
        log = await Subscribing.SettledAsync(_machine, own.Id, 2);
        Assert.Equal([WebhookStatus.Sent, WebhookStatus.Withheld], log.Select(one => one.Status).Order());
        // As its page shows it: the hidden one is not counted.
        Assert.Equal(2, _story.At("/own")[^1].Data.GetProperty("request").GetProperty("messages").GetInt32());

        // Who subscribes now hears nothing of what it was shown before, though the newest that it is shown is looked at when something hidden is written.
        _story.System.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await _story.SubscribeAsync(_machine, "/late", null, null, PublicEvents.RequestMessage);
        var heard = await happenings.OfAsync([new(0, EnquiryRegister.Stream(theirs), 4, "enquiry-written", _story.System.Clock.GetUtcNow())], CancellationToken.None);
        Assert.Equal([own.Id], heard.Select(one => one.What.Subscription));
        await _machine.EndSubscriptionAsync(late.Id);

        // Paused it hears nothing, also not of what it wrote itself.
        status = 500;
        await _machine.WriteEnquiryAsync(theirs, new("Thank you."));
        await RunningSystem.UntilAsync(async () => (await _machine.WebhooksAsync(own.Id)).Items.Any(one => one is { Status: WebhookStatus.Queued, Attempts.Count: 1 }));
        await _story.System.Ada.PausePartnerAsync(_lighthouse, "Their key was stolen");
        status = 204;
        _story.System.Clock.Advance(TimeSpan.FromMinutes(5));
        await _story.System.MoveUntilAsync(async () => (await _story.Lead.Client.WebhooksAsync(own.Id)).Items.Count(one => one.Status == WebhookStatus.Withheld) == 2);
        Assert.Equal(3, _story.At("/own").Count);
        Assert.All((await _machine.WebhooksAsync(own.Id)).Items, one => Assert.Null(one.Number));
        Assert.All(_story.At("/own"), hook => Assert.DoesNotContain("canary", Encoding.UTF8.GetString(hook.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partner_hears_of_an_advisory_when_it_lies_ready_is_revised_or_holds_no_longer()
    {
        using var advising = await Advising.BeginAsync(_story.System);
        var own = await _story.SubscribeAsync(_machine, "/own");
        await _story.SubscribeAsync(_machine, "/low", "severity:<high", null, PublicEvents.AdvisoryPublished);
        var other = await _story.SubscribeAsync(_other, "/other");
        var never = await advising.PublishAsync(Advising.Content("canary never shared", call: false), to: Everyone.Own);
        var strict = await advising.PublishAsync(Advising.Content("canary too strict", call: false, tlp: Tlp.AmberStrict), to: Everyone.Own);
        var drill = await advising.PublishAsync(Advising.Content("canary drill", call: false), exercise: true, to: Everyone.Own);
        var amber = await advising.PublishAsync(Advising.Content("canary amber", call: false, tlp: Tlp.Amber), to: Everyone.Own);
        var green = await advising.PublishAsync(Advising.Content("Gateways are attacked", call: false), to: Everyone.Own);
        foreach (var (refused, code) in new[] { (strict, "sharing.above-ceiling"), (drill, "sharing.exercise") })
        {
            Assert.Equal(code, (await Refused(() => ShareAsync(refused))).Code);
        }

        await ShareAsync(amber);
        await ShareAsync(green);
        await _story.UntilAsync("/own", 2);
        // Looked at again for another reason, it is no news.
        var facts = (await _story.System.Ada.PartnerAsync(_lighthouse)).Settings;
        await _story.System.Ada.ChangePartnerAsync(_lighthouse, facts with { Topics = [PartnerTopic.Advisories, PartnerTopic.Incidents] });
        await ReviseAsync(advising, green, content => content with { Title = "Gateways are still attacked" });
        await _story.UntilAsync("/own", 3);
        // A draft beside it is not said.
        await advising.Author.Client.ReviseAdvisoryAsync(green.Summary.Id);
        await _story.Lead.Client.RecallSharingAsync(amber.Summary.Id, _lighthouse, "canary why");
        // Above its ceiling it holds no longer for it, and the new label is not told.
        var raised = await advising.PublishAsync(Advising.Content("Raised later", call: false), to: Everyone.Own);
        await ShareAsync(raised);
        await _story.UntilAsync("/own", 5);
        await ReviseAsync(advising, raised, content => content with { Title = "canary raised", Tlp = Tlp.AmberStrict });
        await _story.UntilAsync("/own", 6);

        var log = await Subscribing.SettledAsync(_machine, own.Id, 6);
        Assert.Equal(6, log.Count);
        Assert.All(log, one => Assert.Equal(WebhookStatus.Sent, one.Status));
        var hooks = _story.At("/own");
        Assert.Equal(
            new[]
            {
                (PublicEvents.AdvisoryPublished, amber, "TLP:AMBER"), (PublicEvents.AdvisoryPublished, green, "TLP:GREEN"), (PublicEvents.AdvisoryPublished, green, "TLP:GREEN"), (PublicEvents.AdvisoryWithdrawn, amber, "TLP:AMBER"),
                (PublicEvents.AdvisoryPublished, raised, "TLP:GREEN"), (PublicEvents.AdvisoryWithdrawn, raised, "TLP:GREEN"),
            }.Select(one => $"{one.Item1} advisory/{one.Item2.Summary.Id} {one.Item3}").Order(StringComparer.Ordinal),
            hooks.Select(hook => $"{Said(hook)} {Subscribing.Event(hook).GetProperty("tlp").GetString()}").Order(StringComparer.Ordinal));
        Assert.Equal(6, hooks.Select(hook => hook.Id).Distinct().Count());
        Assert.All(hooks, hook =>
        {
            Assert.True(hook.IsSigned(own.Secret!), "The signature is not that of the secret.");
            Assert.DoesNotContain("canary", Encoding.UTF8.GetString(hook.Body), StringComparison.Ordinal);
            Assert.DoesNotContain(Everyone.Own, Encoding.UTF8.GetString(hook.Body), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(
                Subscribing.TypeOf(hook) == PublicEvents.AdvisoryPublished && Subscribing.Event(hook).GetProperty("tlp").GetString() == "TLP:GREEN",
                hook.Data.TryGetProperty("advisory", out _));
        });
        var last = hooks.Last(hook => Said(hook) == $"{PublicEvents.AdvisoryPublished} advisory/{green.Summary.Id}").Data;
        Assert.Equal("Gateways are still attacked", last.GetProperty("advisory").GetProperty("title").GetString());
        Assert.False(last.GetProperty("advisory").TryGetProperty("draft", out _), "That something is in work is not for a partner to know.");
        // The link is read by who may.
        using var taxii = new TaxiiClient(_http);
        TaxiiAnswer? read = null;
        await RunningSystem.UntilAsync(async () => (read = await taxii.SendAsync(new Uri(last.GetProperty("link").GetString()!).PathAndQuery)) is { Status: HttpStatusCode.OK }
            && read.Objects.Any(one => one["name"]!.GetValue<string>() == "Gateways are still attacked"), () => $"{read}");
        Assert.Empty(_story.At("/low"));
        Assert.Empty((await _other.WebhooksAsync(other.Id)).Items);

        // What waits when the exchange is paused is not sent, and the log says so.
        var status = 500;
        _story.Listener.Answer = _ => Task.FromResult(status);
        await ShareAsync(never);
        await _story.UntilAsync("/own", 7);
        await RunningSystem.UntilAsync(async () => (await _machine.WebhooksAsync(own.Id)).Items.Any(one => one is { Status: WebhookStatus.Queued, Attempts.Count: 1, Number: not null }));
        await _story.System.Ada.PausePartnerAsync(_lighthouse, "Their key was stolen");
        status = 204;
        _story.System.Clock.Advance(TimeSpan.FromMinutes(5));
        await _story.System.MoveUntilAsync(async () => (await _story.Lead.Client.WebhooksAsync(own.Id)).Items.Count(one => one.Status == WebhookStatus.Withheld) == 1);
        Assert.Equal(7, _story.At("/own").Count);
    }

    private static string Said(Hook hook) => $"{Subscribing.TypeOf(hook)} {Subscribing.Event(hook).GetProperty("subject").GetString()}";

    private static async Task<Problem> Refused(Func<Task> act) => (await Assert.ThrowsAsync<ProblemException>(act)).Problem;

    private OpenEnquiryRequest Question(string title, Tlp tlp) => new()
    {
        Partner = _lighthouse, Kind = EnquiryKind.Information, Title = title, Text = "canary text", Tlp = tlp, Due = _story.System.Clock.GetUtcNow().AddHours(8),
    };

    private async Task<EnquiryId> AskAsync(string title, Tlp tlp, IncidentId? about = null) => EnquiryId.Of((await _story.Lead.Client.OpenEnquiryAsync(Question(title, tlp) with { About = about })).Id);

    private Task<CommandAnswer> ShareAsync(AdvisoryView advisory) => _story.Lead.Client.ShareWithPartnerAsync(advisory.Summary.Id, new ShareWithPartnerRequest(_lighthouse, "They have the same gateways"));

    private static Task ReviseAsync(Advising advising, AdvisoryView advisory, Func<AdvisoryContent, AdvisoryContent> change)
        => advising.ReviseAsync(advisory.Summary.Id, () => advising.Author.Client.EditAdvisoryAsync(advisory.Summary.Id, change(advisory.Published!)), "Revised");

    private async Task<(PartnerId Id, HttpClient Http)> PartnerAsync(string name)
    {
        var added = await _story.System.Ada.AddPartnerAsync(new PartnerRequest { Name = name, Kind = PartnerKind.Cert, Ceiling = Tlp.Amber, Topics = [PartnerTopic.Advisories] });
        var http = _story.System.Http((await _story.System.Ada.AddTokenAsync(new TokenRequest { Name = name, Scope = TokenScope.Partner, Partner = PartnerId.Of(added.Id) })).Secret);
        _machines.Add(http);
        return (PartnerId.Of(added.Id), http);
    }
}
