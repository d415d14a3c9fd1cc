using Coordination.Console.Access;
using Coordination.Console.Incidents;
using Coordination.Console.Shell;
using Coordination.Contracts.Incidents;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Console.Tests.Shell;

public sealed class ShowTests
{
    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(0.4, "00:00:01")]
    [InlineData(59, "00:00:59")]
    [InlineData(3661, "01:01:01")]
    [InlineData(400_000, "111:06:40")]
    [InlineData(-0.4, "00:00:00")]
    [InlineData(-61, "−00:01:01")]
    public void A_countdown_reads(double seconds, string text) => Assert.Equal(text, Show.Countdown(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(2, "now")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(7200, "2 h")]
    [InlineData(172_800, "2 d")]
    [InlineData(-5, "now")]
    public void An_age_reads(int seconds, string text) => Assert.Equal(text, Show.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(ObservableKind.Ipv4Addr, "192.0.2.1", "192[.]0[.]2[.]1")]
    [InlineData(ObservableKind.Url, "https://bad.example/a.php?x=1.2", "hxxps://bad[.]example/a.php?x=1.2")]
    [InlineData(ObservableKind.EmailAddr, "a@bad.example", "a[@]bad[.]example")]
    [InlineData(ObservableKind.FileHash, "9f86d0", "9f86d0")]
    public void A_defanged_observable_cannot_be_clicked(ObservableKind kind, string value, string text) => Assert.Equal(text, Defang.Text(new Observable(kind, value)));

    [Theory]
    [InlineData(null, "/console")]
    [InlineData("/console/inc/2026-000001?x=1", "/console/inc/2026-000001?x=1")]
    [InlineData("https://evil.example/console", "/console")]
    [InlineData("//evil.example", "/console")]
    [InlineData("/console//evil.example", "/console")]
    [InlineData("/console/\\evil.example", "/console")]
    [InlineData("/consoleevil", "/console")]
    [InlineData("/console/sign-in", "/console")]
    public void After_signing_in_one_stays_inside_the_console(string? address, string goes) => Assert.Equal(goes, Doors.Inside(address));

    [Fact]
    public void A_pair_of_keys_must_follow_quickly()
    {
        var clock = new FakeTimeProvider();
        var commands = new Commands(clock);
        commands.Offer(new Command("Go", "Board", "g b", () => Task.CompletedTask), new Command("Board", "Browse", "b", () => Task.CompletedTask));

        Assert.Null(commands.Find("g"));
        Assert.Equal("Board", commands.Find("b")?.Title);
        Assert.Null(commands.Find("g"));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Browse", commands.Find("b")?.Title);
    }

    [Fact]
    public void Single_keys_that_are_switched_off_do_nothing_and_the_palette_still_opens()
    {
        var commands = new Commands(new FakeTimeProvider()) { SingleKeys = false };
        using var page = commands.Offer(new Command("General", "Palette", "Ctrl+k", () => Task.CompletedTask), new Command("General", "New", "n", () => Task.CompletedTask));

        Assert.Null(commands.Find("n"));
        Assert.NotNull(commands.Find("Ctrl+k"));
    }
}
