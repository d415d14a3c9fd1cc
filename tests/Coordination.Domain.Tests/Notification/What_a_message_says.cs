using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Notification;
using CsCheck;

namespace Coordination.Domain.Tests.Notification;

public sealed class What_a_message_says
{
    private const string Canary = "CANARY-7f3a";

    [Theory]
    [InlineData(Tlp.Amber)]
    [InlineData(Tlp.AmberStrict)]
    [InlineData(Tlp.Red)]
    public void Above_green_it_has_label_number_and_link_only(Tlp tlp)
        => Gen.Select(Gen.Enum<Severity>(), Gen.Int[0, 2]).Sample((severity, party) =>
        {
            var subject = new Domain.Escalation.Subject("incident/i1", "2026-000042", $"Title {Canary}", severity, tlp);
            var text = NotificationText.Of(subject, new[] { "person", "institution", "webhook" }[party], $"policy {Canary}");
            var all = text.Subject + text.Body;
            Assert.DoesNotContain(Canary, all, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain($"({severity})", all, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith($"[{tlp.Label()}] [2026-000042]", text.Subject, StringComparison.Ordinal);
            Assert.StartsWith(tlp.Label(), text.Body, StringComparison.Ordinal);
            Assert.Contains("2026-000042", text.Body, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(Tlp.Clear)]
    [InlineData(Tlp.Green)]
    public void Up_to_green_it_says_what_it_is_about_after_the_label(Tlp tlp)
    {
        var text = NotificationText.Of(NotificationSamples.Subject with { Tlp = tlp }, "person", "policy Day and night, round 1, step 1");
        Assert.Equal($"[{tlp.Label()}] [2026-000001] Bot in the harbour", text.Subject);
        Assert.True(text.Body.IndexOf(tlp.Label(), StringComparison.Ordinal) < text.Body.IndexOf("Bot in the harbour", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("person", true)]
    [InlineData("webhook", false)]
    public void Only_to_a_person_it_promises_that_the_link_stops_the_escalation(string party, bool promises)
        => Assert.Equal(promises, NotificationText.Of(NotificationSamples.Subject, party, "policy").Body.Contains("confirm to take it; the escalation then stops", StringComparison.Ordinal));

    [Fact]
    public void A_title_cannot_add_lines_to_the_head_of_a_mail()
    {
        var text = NotificationText.Of(NotificationSamples.Subject with { Title = "One\r\nBcc: all@example.org\tTwo" }, "person", "policy");
        Assert.DoesNotContain(text.Subject, character => char.IsControl(character));
    }
}
