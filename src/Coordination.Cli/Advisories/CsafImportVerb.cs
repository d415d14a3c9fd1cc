using System.CommandLine;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Advisories;

/// <summary><c>coordctl csaf import</c>: brings documents to the server, which begins drafts from them. One that is refused costs the others nothing.</summary>
internal static class CsafImportVerb
{
    private const int MostRedirects = 3;
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(60);

    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var from = new Argument<string>("PATH|URL") { Description = "A document, a folder of documents (*.json, also below it), or an https address: of a document (….json), of a provider-metadata.json, or of a publisher's site." };
        var since = new Option<DateOnly?>("--since") { Description = "Of a provider that is new here: what has not changed since that day is left alone." };
        var command = new Command("import", "Brings CSAF 2.0 documents to the server, a file or folder as drafts. A provider is read by the server, which goes on where it was.") { from, since };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, at => CsafProviderImport.IsProvider(parsed.GetValue(from)!)
            ? CsafProviderImport.RunAsync(here, at.Client, parsed.GetValue(from)!, parsed.GetValue(since), cancellationToken)
            : ImportAsync(here, at.Client, parsed.GetValue(from)!, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(Surroundings here, CoordinationClient client, string from, CancellationToken cancellationToken)
    {
        var (brought, refused) = (0, 0);
        await foreach (var (origin, bytes) in DocumentsAsync(from, cancellationToken))
        {
            brought++;
            if (!await TakenAsync(here, client, origin, bytes, cancellationToken))
            {
                refused++;
            }
        }

        await here.Out.WriteLineAsync($"{brought} brought, {refused} not taken.");
        return refused > 0 || brought == 0 ? 1 : 0;
    }

    private static async Task<bool> TakenAsync(Surroundings here, CoordinationClient client, string origin, byte[] bytes, CancellationToken cancellationToken)
    {
        var reading = CsafDocument.Read(bytes);
        if (reading.Document is null)
        {
            foreach (var finding in reading.Findings.Where(finding => finding.Level == FindingLevel.Error).Take(10))
            {
                await here.Error.WriteLineAsync($"{CsafCheckVerb.Plain(origin)}: {CsafCheckVerb.Line(finding)}");
            }

            return false;
        }

        try
        {
            var receipt = await client.BringCsafAsync(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), origin, cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync(CsafCheckVerb.Plain($"{receipt.Status} {receipt.TrackingId} version {receipt.Version} of {receipt.Publisher}{(receipt.Advisory is { } advisory ? $": advisory {advisory}" : "")}"));
            foreach (var line in receipt.Changes.Concat(receipt.Reason is { } reason ? [reason] : []))
            {
                await here.Out.WriteLineAsync($"  {CsafCheckVerb.Plain(line)}");
            }

            return receipt.Status != CsafReceiptStatus.Quarantined;
        }
        catch (ProblemException refused) when ((int)refused.Status is >= 400 and < 500 and not (401 or 403 or 429))
        {
            await here.Error.WriteLineAsync(CsafCheckVerb.Plain($"{origin}: {refused.Message} ({refused.Code})"));
            return false;
        }
    }

    private static async IAsyncEnumerable<(string Origin, byte[] Bytes)> DocumentsAsync(string from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(from, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            yield return (from, await DownloadAsync(address, cancellationToken));
            yield break;
        }

        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : (IEnumerable<string>)[from])
        {
            // One byte more than is read shows that it is too large; what is larger is not taken into memory.
            yield return (Path.GetFileName(file), new FileInfo(file).Length > CsafLimits.Default.Bytes ? new byte[CsafLimits.Default.Bytes + 1] : await File.ReadAllBytesAsync(file, cancellationToken));
        }
    }

    private static async Task<byte[]> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.Scheme != "https" && !address.IsLoopback)
        {
            throw new StopException($"{address} is not https: whoever stands in between could write another document. Use https, or download it and import the file.");
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true, MaxAutomaticRedirections = MostRedirects, UseCookies = false })
        {
            Timeout = MostWait,
            MaxResponseContentBufferSize = CsafLimits.Default.Bytes,
        };
        return await http.GetByteArrayAsync(address, cancellationToken);
    }
}
