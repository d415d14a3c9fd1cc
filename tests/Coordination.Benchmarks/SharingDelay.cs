using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Benchmarks;

/// <summary>
/// How long after someone shares an incident a partner that polls has it: incidents shared one after another over HTTP by the real executable on SQLite, while a client of TAXII with a token asks for the collection every
/// 50 ms, from the request to share until a page names the incident. Beside the same poll where nothing has changed, in the same run.
/// </summary>
internal static class SharingDelay
{
    private const string Media = "application/taxii+json;version=2.1";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var count = (int)Arguments.Number(arguments, 0, 100);
        await using var server = new Server();
        await server.StartAsync();
        var ada = await server.AdministratorAsync();
        var author = await server.LeadAsync();
        var partner = PartnerId.Of((await ada.AddPartnerAsync(new PartnerRequest { Name = "CERT Example", Kind = PartnerKind.Cert, Ceiling = Tlp.Green, Topics = [PartnerTopic.Incidents] })).Id);
        using var machine = server.Client((await ada.AddTokenAsync(new TokenRequest { Name = "machine", Scope = TokenScope.Partner, Partner = partner, ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1) })).Secret!, 1);

        // The first are for the compiler.
        for (var number = 0; number < 5; number++)
        {
            await ShareAsync(author, machine, partner, $"Warm {number}");
        }

        var (bare, seen) = (new List<double>(), new List<double>());
        for (var number = 0; number < count; number++)
        {
            await server.RestAsync();
            var now = TimeProvider.System.GetUtcNow();
            await PollAsync(machine, now);
            var watch = Stopwatch.StartNew();
            await PollAsync(machine, now);
            bare.Add(watch.Elapsed.TotalMilliseconds);
            seen.Add(await ShareAsync(author, machine, partner, string.Create(CultureInfo.InvariantCulture, $"Beacon {number:D4}")));
        }

        Report.Say($"sharing: a bare poll p50 {At(bare, 0.5):N1} ms, p99 {At(bare, 0.99):N1} ms; shared until visible p50 {At(seen, 0.5):N1} ms, p99 {At(seen, 0.99):N1} ms");
        report.Add(new("a poll of an unchanged collection, p50", At(bare, 0.5), "ms"));
        report.Add(new("a poll of an unchanged collection, p99", At(bare, 0.99), "ms"));
        report.Add(new("shared until visible to a partner that polls every 50 ms, p50", At(seen, 0.5), "ms") { Least = seen.Min(), Most = seen.Max() });
        report.Add(new("shared until visible to a partner that polls every 50 ms, p99", At(seen, 0.99), "ms"));
        report.Add(new("p99 of shared until visible ÷ p99 of a bare poll", At(seen, 0.99) / At(bare, 0.99), ""));
    }

    /// <summary>Milliseconds from the request until the partner has it. It asks at the pace of a client, also while the request is under way.</summary>
    private static async Task<double> ShareAsync(CoordinationClient author, HttpClient machine, PartnerId partner, string title)
    {
        var incident = IncidentId.Of((await author.OpenIncidentAsync(new() { Title = title, Severity = Severity.Low, Tlp = Tlp.Green, Institutions = [] })).Id);
        // What was there before is left out, as a client does that has polled until now.
        var since = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var asked = author.ShareWithPartnerAsync(incident, new ShareWithPartnerRequest(partner, "They hunt the same actor"));
        while (!(await PollAsync(machine, since)).Contains(title, StringComparison.Ordinal))
        {
            if (watch.Elapsed > Patience)
            {
                await asked;
                throw new InvalidOperationException($"{title} was shared and not seen within a minute.");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        await asked;
        return milliseconds;
    }

    private static async Task<string> PollAsync(HttpClient machine, DateTimeOffset since)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"taxii2/exchange/collections/green/objects/?added_after={since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}", UriKind.Relative));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(Media));
        using var answer = await machine.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * share)));
}
