using System.Globalization;
using System.Net;

namespace Coordination.Scenarios;

/// <summary>RFC 9116: strangers find whom to tell.</summary>
public sealed class Where_weaknesses_are_reported
{
    private static readonly Uri Path = new("/.well-known/security.txt", UriKind.Relative);

    [Fact]
    public async Task Security_txt_says_it_to_strangers_and_never_runs_out()
    {
        var system = new RunningSystem
        {
            Settings =
            [
                "--Coordination:SecurityTxt:Contact:0=mailto:security@cert.example", "--Coordination:SecurityTxt:Contact:1=https://cert.example/report",
                "--Coordination:SecurityTxt:PreferredLanguages=en, fr", "--Coordination:SecurityTxt:Policy=https://cert.example/policy",
                "--Coordination:SecurityTxt:Canonical=https://coordination.cert.example/.well-known/security.txt",
            ],
        };
        await system.InitializeAsync();
        try
        {
            for (var visit = 0; visit < 3; visit++)
            {
                using var stranger = system.Http();
                using var answer = await stranger.GetAsync(Path);
                Assert.Equal((HttpStatusCode.OK, "text/plain", "utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
                var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
                var expires = lines.Single(line => line.StartsWith("Expires: ", StringComparison.Ordinal))["Expires: ".Length..];
                Assert.InRange(
                    DateTimeOffset.ParseExact(expires, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - system.Clock.GetUtcNow(),
                    TimeSpan.FromDays(30), TimeSpan.FromDays(364));
                Assert.Equal(
                [
                    "Contact: mailto:security@cert.example", "Contact: https://cert.example/report", $"Expires: {expires}", "Preferred-Languages: en, fr",
                    "Canonical: https://coordination.cert.example/.well-known/security.txt", "Policy: https://cert.example/policy",
                ], lines);
                system.Clock.Advance(TimeSpan.FromDays(200));
            }
        }
        finally
        {
            await system.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_a_contact_there_is_no_such_file()
    {
        var system = new RunningSystem();
        await system.InitializeAsync();
        try
        {
            using var stranger = system.Http();
            using var answer = await stranger.GetAsync(Path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        finally
        {
            await system.DisposeAsync();
        }
    }
}
