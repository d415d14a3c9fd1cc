using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Coordination.Connectors.Csaf;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Benchmarks;

/// <summary>
/// A thousand CSAF documents brought over HTTP to the real executable, one after another and by eight callers: read, tested, kept and made a draft of, each answered when it is durable. Beside the
/// same bytes parsed alone in this process: JSON, schema, mandatory tests and the draft's text.
/// </summary>
internal static class CsafImport
{
    private const int Callers = 8;

    public static async Task RunAsync(Report report, string[] arguments)
    {
        var count = (int)Arguments.Number(arguments, 0, 1_000);
        await using var server = new Server();
        await server.StartAsync();
        using var http = server.Client(server.AdministratorToken, Callers);
        // The first are for the compiler.
        Parse(Documents("warm", 200));
        await ImportAsync(http, Documents("warm", 200), Callers);
        await server.RestAsync();
        var (alone, one, many) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            var (first, second) = (Documents($"one{round}", count), Documents($"many{round}", count));
            alone.Add(Parse(first));
            one.Add(await ImportAsync(http, first, 1));
            await server.RestAsync();
            many.Add(await ImportAsync(http, second, Callers));
            await server.RestAsync();
            Report.Say($"csaf {round + 1}: parsing alone {alone[^1]:N0}/s; imported {one[^1]:N0}/s by one, {many[^1]:N0}/s by {Callers}");
        }

        report.AddMedian(null, "CSAF documents parsed alone", alone, "documents/s");
        report.AddMedian(null, "CSAF documents imported by one caller", one, "documents/s");
        report.AddMedian(null, $"CSAF documents imported by {Callers} callers", many, "documents/s");
        report.AddMedian(null, "imported by one caller ÷ parsed alone", one.Zip(alone).Select(pair => pair.First / pair.Second), "");
    }

    private static double Parse(byte[][] documents)
    {
        var watch = Stopwatch.StartNew();
        foreach (var bytes in documents)
        {
            _ = CsafContent.Of(CsafDocument.Read(bytes).Document ?? throw new InvalidOperationException("A generated document is refused."));
        }

        return documents.Length / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ImportAsync(HttpClient http, byte[][] documents, int callers)
    {
        var (next, watch) = (-1, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < documents.Length;)
            {
                using var content = new ByteArrayContent(documents[index]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(new Uri(Routes.CsafDocuments, UriKind.Relative), content);
                answer.EnsureSuccessStatusCode();
            }
        }));
        return documents.Length / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Advisories of a vendor as they are met: some products, some vulnerabilities, some text.</summary>
    private static byte[][] Documents(string run, int count)
    {
        var producer = new CsafProducer(new CsafPublisher("Example Vendor", "https://vendor.example", Category: "vendor"));
        var at = new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, count).Select(number => producer.Document(
            new() { Number = $"{run}-{number}", Content = Content(number), Revisions = [new(1, at, "Published."), new(2, at.AddDays(1), "A fix.")] }, $"https://vendor.example/csaf/white/2026/{run}-{number}.json"))];
    }

    private static AdvisoryContent Content(int number)
    {
        AdvisoryProduct[] products = [.. Enumerable.Range(1, 10).Select(index => new AdvisoryProduct { Id = $"P{index}", Vendor = "Example", Name = $"Gateway {number % 50}", Versions = $"4.{number}.{index}" })];
        return new()
        {
            Title = $"Flaws in Gateway {number}",
            Summary = "Several flaws allow remote code execution. Updates are there.",
            Details = string.Join(' ', Enumerable.Repeat("An attacker who can reach the management interface sends a request that is longer than the buffer behind it.", 20)),
            Severity = Severity.High,
            Products = products,
            Vulnerabilities =
            [
                .. Enumerable.Range(0, 5).Select(index => new Vulnerability
                {
                    Cve = string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{10_000 + ((number * 5) + index)}"),
                    Description = "A buffer overflows.",
                    Cvss31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                    Statuses = [.. products.Select((product, at) => new ProductStatus(product.Id, at < 8 ? ProductState.Affected : ProductState.Fixed))],
                }),
            ],
            Actions = [new("Update to the newest version.")],
            References = [new("https://vendor.example/more", "More")],
        };
    }
}
