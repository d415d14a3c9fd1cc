using System.CommandLine;
using System.Net;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Intake;

namespace Coordination.Cli.Intake;

/// <summary><c>coordctl import alerts</c>: delivers a file to a source. Alerts that are known already are counted as repetitions, not opened again.</summary>
internal static class ImportAlertsVerb
{
    /// <summary>The server takes ten megabytes and 50,000 lines at once.</summary>
    private const int MostBytes = 9_000_000;

    private const int MostLines = 10_000;

    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("FILE") { Description = "One JSON object a line, an array, or one object, in the format of the source." };
        var source = new Option<string>("--source") { Description = "The source to which the alerts are delivered.", Required = true };
        source.Validators.Add(result =>
        {
            if (!Id.IsValid(result.Tokens.Count == 1 ? result.Tokens[0].Value : null))
            {
                result.AddError("--source is 1 to 64 letters, digits or . _ - @.");
            }
        });
        var command = new Command("alerts", "Delivers alerts to a source, with a token of that source or an administrator's.") { file, source };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var bytes = await FileLines.ReadAsync(parsed.GetValue(file)!, cancellationToken);
            return await DeliverAsync(here, at.Client, SourceId.Of(parsed.GetValue(source)!), AlertFile.Lines(bytes).ToList(), cancellationToken);
        }, cancellationToken));
        return command;
    }

    private static async Task<int> DeliverAsync(Surroundings here, CoordinationClient client, SourceId source, List<FileLine> lines, CancellationToken cancellationToken)
    {
        var (accepted, repeated, refused) = (0, 0, 0);
        foreach (var line in lines.Where(line => line.Text is null))
        {
            await RefuseAsync(line.Number, FileLines.NotUtf8);
        }

        foreach (var part in AlertFile.Parts(lines.Where(line => line.Text is not null), MostBytes, MostLines))
        {
            foreach (var receipt in await DeliveredAsync(here, client, source, part, cancellationToken))
            {
                accepted += receipt.Status == ReceiptStatus.Accepted ? 1 : 0;
                repeated += receipt.Status == ReceiptStatus.Repeated ? 1 : 0;
                if (receipt.Status == ReceiptStatus.Refused)
                {
                    await RefuseAsync(part[receipt.Line - 1].Number, $"{receipt.Refusal?.Code}: {receipt.Refusal?.Detail}");
                }
            }
        }

        await here.Out.WriteLineAsync($"{accepted} accepted, {repeated} repeated, {refused} refused.");
        return refused > 0 || lines.Count == 0 ? 1 : 0;

        Task RefuseAsync(int number, string reason)
        {
            refused++;
            return here.Error.WriteLineAsync($"refused line {number}: {reason}");
        }
    }

    /// <summary>A server takes so much of a source in a time: who brings a large file waits when it says so.</summary>
    private static async Task<IReadOnlyList<Receipt>> DeliveredAsync(Surroundings here, CoordinationClient client, SourceId source, IReadOnlyList<FileLine> part, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ReceiptsAsync(client, source, part, cancellationToken);
            }
            catch (ProblemException tooMuch) when (tooMuch is { Status: HttpStatusCode.TooManyRequests, RetryAfter: { } wait })
            {
                await here.Error.WriteLineAsync($"The server takes no more of this source for {wait.TotalSeconds:0} s; waiting.");
                await Task.Delay(wait, here.Clock, cancellationToken);
            }
        }
    }

    private static async Task<IReadOnlyList<Receipt>> ReceiptsAsync(CoordinationClient client, SourceId source, IReadOnlyList<FileLine> part, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.DeliverLinesAsync(source, part.Select(line => line.Text!), cancellationToken: cancellationToken)).Receipts;
        }
        catch (ProblemException nothing) when (nothing.Problem.Receipts is { } receipts)
        {
            return receipts;
        }
        catch (ProblemException tooLarge) when (tooLarge.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            return [.. part.Select((_, index) => new Receipt(index + 1, ReceiptStatus.Refused, null, new(RefusalKind.Invalid, tooLarge.Code, tooLarge.Message)))];
        }
    }
}
