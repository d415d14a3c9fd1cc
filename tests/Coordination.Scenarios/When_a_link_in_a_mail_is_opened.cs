using System.Net;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Notification;
using Coordination.Host.Composition;
using Coordination.Host.Notification;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Scenarios;

[Collection(OneSystem.Name)]
public sealed class When_a_link_in_a_mail_is_opened(RunningSystem system)
{
    [Fact]
    public async Task A_scanner_that_follows_it_acknowledges_nothing_and_the_officers_press_stops_the_escalation()
    {
        var incident = await system.AlertAsync("Acknowledged from a phone", "198.51.100.5");
        var other = await system.AlertAsync("Acknowledged by nobody", "198.51.100.6");
        var link = RunningSystem.LinkIn(await system.MailAsync(incident, "ada@cert.example"));
        using var phone = system.Http();

        using (var scanned = await phone.GetAsync(link))
        {
            Assert.Equal(HttpStatusCode.OK, scanned.StatusCode);
        }

        Assert.Null((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Summary.AcknowledgedAt);

        using (var pressed = await phone.PostAsync(link, new FormUrlEncodedContent([])))
        {
            Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        }

        Assert.NotNull((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Summary.AcknowledgedAt);
        Assert.False(await system.IsKeyOpenAsync(incident), "A step could still be recorded after the acknowledgement.");
        Assert.True(await system.IsKeyOpenAsync(other), "The key of another incident was closed.");
        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Escalation!.Status == EscalationStatus.Stopped);
        await system.PassStepAsync(other);
        Assert.Empty(system.MailsTo(incident, "cleo@cert.example"));
    }

    [Fact]
    public void A_link_outlives_what_is_due_but_no_more_than_a_year_and_two_weeks()
    {
        var links = system.Services.GetRequiredService<AcknowledgeLinks>();
        var now = system.Clock.GetUtcNow();

        Assert.False(IsOver(links.AcknowledgeLink(NotificationId.Of("n1"), DateTimeOffset.MaxValue), now.AddYears(1).AddDays(13)));
        Assert.True(IsOver(links.AcknowledgeLink(NotificationId.Of("n1"), DateTimeOffset.MaxValue), now.AddYears(1).AddDays(15)));

        bool IsOver(string link, DateTimeOffset at)
        {
            var later = new AcknowledgeLinks(system.Services.GetRequiredService<IDataProtectionProvider>(), system.Services.GetRequiredService<PublicAddress>(), new FakeTimeProvider(at));
            Assert.True(later.TryRead(link[(link.LastIndexOf('/') + 1)..], out _, out var expired));
            return expired;
        }
    }

    [Fact]
    public async Task The_institutions_press_acknowledges_its_notification_only()
    {
        var incident = await system.AlertAsync("The institution knows", "198.51.100.70");
        var link = RunningSystem.LinkIn(await system.MailAsync(incident, "security@fjord.example"));
        using var phone = system.Http();

        using var pressed = await phone.PostAsync(link, new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        // The escalation is begun by another message than the mail.
        await RunningSystem.UntilAsync(async () => (await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Escalation is not null);
        var after = await system.Ada.IncidentAsync(incident.Summary.Id.Value);
        Assert.Null(after.Summary.AcknowledgedAt);
        Assert.Equal(EscalationStatus.Running, after.Escalation!.Status);
        Assert.Single(after.Notifications, one => one.PartyKind == "institution" && one.AcknowledgedAt is not null);
    }

    [Fact]
    public async Task Whoever_is_signed_in_in_the_same_browser_can_press_too()
    {
        var incident = await system.AlertAsync("Acknowledged where one is signed in", "198.51.100.71");
        var link = RunningSystem.LinkIn(await system.MailAsync(incident, "ada@cert.example"));
        using var ben = await Someone.SignInAsync(system, "ben@cert.example", Role.Officer);

        // The page gives no referrer, so a browser names no origin for its form.
        using var press = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent([]), Headers = { { "Origin", "null" }, { "Sec-Fetch-Site", "same-origin" } } };
        using var pressed = await ben.Http.SendAsync(press);

        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        Assert.NotNull((await system.Ada.IncidentAsync(incident.Summary.Id.Value)).Summary.AcknowledgedAt);
    }

    [Fact]
    public async Task A_link_that_was_cut_short_says_so()
    {
        using var phone = system.Http();
        using var answer = await phone.GetAsync(new Uri("/ack/nonsense", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("not valid", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
