using System.Net;
using System.Net.Http.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Scenarios.Attacks;

/// <summary>Links prove something for a while, for one purpose, and invitations once.</summary>
public sealed class When_a_link_is_used_again : IAsyncLifetime
{
    private const string Mail = "dora@cert.example";
    private const string Password = "lighthouse-otter-47";

    private readonly RunningSystem _system = new();

    public Task InitializeAsync() => _system.InitializeAsync();

    public Task DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task An_invitation_is_good_once_for_its_person_and_for_seven_days()
    {
        var (dora, late) = (await InviteAsync(Mail), await InviteAsync("late@cert.example"));
        Assert.Equal("setup.mail-differs", await SetUpAsync(dora, "ada@cert.example"));
        Assert.Null(await SetUpAsync(dora, Mail));
        Assert.Equal("setup.link-used", await SetUpAsync(dora, Mail));
        Assert.Equal("setup.link-invalid", await SetUpAsync($"first.{late}x", "late@cert.example"));
        // What is signed says that it is not the first administrator's, whatever stands before it.
        Assert.Equal("setup.mail-differs", await SetUpAsync($"first.{late}", "intruder@cert.example"));

        _system.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal("setup.link-invalid", await SetUpAsync(late, "late@cert.example"));
    }

    [Fact]
    public async Task A_link_in_a_mail_acknowledges_once_proves_nothing_else_and_ends_after_fourteen_days()
    {
        var incident = await _system.AlertAsync("Pressed twice", "198.51.100.71");
        var (person, institution) = (RunningSystem.LinkIn(await _system.MailAsync(incident, "ada@cert.example")), RunningSystem.LinkIn(await _system.MailAsync(incident, "security@fjord.example")));
        using var phone = _system.Http();
        Assert.Equal(HttpStatusCode.OK, await PressAsync(institution));
        Assert.Equal(HttpStatusCode.OK, await PressAsync(institution));
        await RunningSystem.UntilAsync(async () => await AcknowledgedAsync() > 0);
        Assert.Equal(1, await AcknowledgedAsync());

        // It is no session, no token and no invitation.
        var proof = person.Segments[^1];
        Assert.Equal("setup.link-invalid", await SetUpAsync(proof, "ada@cert.example"));
        using var bearer = _system.Http(proof);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bearer.GetAsync(new Uri(Routes.Me, UriKind.Relative))).StatusCode);
        // And an invitation acknowledges nothing.
        Assert.Equal(HttpStatusCode.NotFound, await PressAsync(new Uri($"/ack/{await InviteAsync("erin@cert.example")}", UriKind.Relative)));
        for (var at = 0; at < proof.Length; at += 37)
        {
            Assert.NotEqual(HttpStatusCode.OK, await PressAsync(new Uri($"/ack/{proof[..at]}{(proof[at] == 'A' ? 'B' : 'A')}{proof[(at + 1)..]}", UriKind.Relative)));
        }

        _system.Clock.Advance(TimeSpan.FromDays(14));

        var late = await PressAsync(person);
        Assert.True(late is HttpStatusCode.Gone, late.ToString());

        async Task<int> AcknowledgedAsync()
            => (await _system.Ada.TimelineAsync(incident.Summary.Id)).Items.Count(entry => entry.Kind.Contains("institution-acknowledged", StringComparison.Ordinal));

        async Task<HttpStatusCode> PressAsync(Uri link)
        {
            using var pressed = await phone.PostAsync(link, new FormUrlEncodedContent([]));
            return pressed.StatusCode;
        }
    }

    private async Task<string> InviteAsync(string mail)
    {
        var link = (await _system.Ada.AddPersonAsync(new PersonRequest("Dora", mail, Role.Officer))).Link;
        return Uri.UnescapeDataString(link[(link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..]);
    }

    /// <summary>The code of the refusal; null if it was taken.</summary>
    private async Task<string?> SetUpAsync(string token, string mail)
    {
        using var http = _system.Http();
        try
        {
            await new CoordinationClient(http, TimeProvider.System).SetupAsync(new SetupRequest(token, "Dora", mail, Password));
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Code;
        }
    }
}
