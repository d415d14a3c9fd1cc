using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Partners;

namespace Coordination.Benchmarks;

/// <summary>
/// A bundle of 10,000 STIX objects brought over HTTP to the real executable: read, judged, kept letter by letter with its submission, and answered when all of it is durable. Beside the same bytes parsed alone in this
/// process, and brought once more, when all of it is known.
/// </summary>
internal static class StixImport
{
    public static async Task RunAsync(Report report, string[] arguments)
    {
        var count = (int)Arguments.Number(arguments, 0, 10_000);
        await using var server = new Server();
        await server.StartAsync();
        using var http = server.Client(server.AdministratorToken, 1);
        var client = await server.AdministratorAsync();
        var partner = (await client.AddPartnerAsync(new PartnerRequest { Name = "CERT Example", Kind = PartnerKind.Cert })).Id;
        // The first are for the compiler.
        Parse(Bundle(1_000));
        await ImportAsync(http, partner, Bundle(1_000));
        await server.RestAsync();
        var (alone, imported, known) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            var bundle = Bundle(count);
            alone.Add(count / Parse(bundle));
            imported.Add(count / await ImportAsync(http, partner, bundle));
            await server.RestAsync();
            known.Add(count / await ImportAsync(http, partner, bundle));
            await server.RestAsync();
            Report.Say($"stix {round + 1}: {bundle.Length / 1e6:N1} MB; parsing alone {alone[^1]:N0}/s; imported {imported[^1]:N0}/s; known already {known[^1]:N0}/s");
        }

        report.AddMedian(null, "STIX objects parsed alone", alone, "objects/s");
        report.AddMedian(null, "STIX objects imported, one bundle", imported, "objects/s");
        report.AddMedian(null, "STIX objects imported that were known", known, "objects/s");
        report.AddMedian(null, "imported ÷ parsed alone", imported.Zip(alone).Select(pair => pair.First / pair.Second), "");
    }

    private static double Parse(byte[] bundle)
    {
        var watch = Stopwatch.StartNew();
        var reading = StixReader.Read(bundle);
        return reading is { Refused: null, Quarantined.Count: 0 } ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException("A generated bundle is refused.");
    }

    private static async Task<double> ImportAsync(HttpClient http, string partner, byte[] bundle)
    {
        var watch = Stopwatch.StartNew();
        using var content = new ByteArrayContent(bundle);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(new Uri($"{Routes.Partners}/{partner}/stix", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>What feeds hold: indicators with their observables, what connects them, and sightings.</summary>
    private static byte[] Bundle(int count)
    {
        var text = new StringBuilder($"{{\"type\":\"bundle\",\"id\":\"bundle--{Guid.NewGuid()}\",\"objects\":[");
        const string Times = "\"spec_version\":\"2.1\",\"created\":\"2026-01-02T10:00:00.000Z\",\"modified\":\"2026-01-02T10:00:00.000Z\",\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"]";
        for (var number = 0; number < count; number += 4)
        {
            var address = $"{Random.Shared.Next(1, 223)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";
            var (indicator, observable) = ($"indicator--{Guid.NewGuid()}", StixIds.OfObservable("ipv4-addr", System.Text.Json.JsonSerializer.SerializeToElement(new { value = address })));
            string[] some =
            [
                $"{{\"type\":\"indicator\",\"id\":\"{indicator}\",{Times},\"name\":\"Server of a botnet {number}\",\"description\":\"Seen by a sensor that answers to whoever connects.\",\"pattern\":\"[ipv4-addr:value = '{address}']\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-02T10:00:00Z\",\"indicator_types\":[\"malicious-activity\"],\"confidence\":70}}",
                $"{{\"type\":\"ipv4-addr\",\"spec_version\":\"2.1\",\"id\":\"{observable}\",\"value\":\"{address}\"}}",
                $"{{\"type\":\"relationship\",\"id\":\"relationship--{Guid.NewGuid()}\",{Times},\"relationship_type\":\"based-on\",\"source_ref\":\"{indicator}\",\"target_ref\":\"{observable}\"}}",
                $"{{\"type\":\"sighting\",\"id\":\"sighting--{Guid.NewGuid()}\",{Times},\"sighting_of_ref\":\"{indicator}\",\"count\":{number + 1}}}",
            ];
            text.Append(number == 0 ? "" : ",").AppendJoin(',', some.Take(count - number));
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
