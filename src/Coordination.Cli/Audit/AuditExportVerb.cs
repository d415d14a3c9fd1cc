using System.CommandLine;
using System.Globalization;
using Coordination.Cli.Access;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Audit;

/// <summary><c>coordctl audit export</c>: fetches what was written in a time, or all of one incident, with the chain and the signed checkpoints that prove it.</summary>
internal static class AuditExportVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("FILE") { Description = "Where it is written to. What is there already is not overwritten." };
        var from = Moment("--from", "From this day or moment on (2026-03-01, 2026-03-01T08:00Z; UTC). Without: from the beginning.");
        var to = Moment("--to", "Before this day or moment. Without: up to now.");
        var incident = new Option<string?>("--incident") { Description = "Only this incident, by number or identifier: all that tells its story, and of everything else nothing but hashes." };
        var command = new Command("export", "Fetches the journal of a time, or of one incident, with what proves it. Needs an auditor: a token of theirs, or --user.") { file, from, to, incident };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(incident) is not null && (result.GetResult(from) is not null || result.GetResult(to) is not null))
            {
                result.AddError("An incident is exported whole: leave --from and --to out.");
            }
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var path = parsed.GetValue(file)!;
            await FetchAsync(path, target => parsed.GetValue(incident) is { } one
                ? at.Client.ExportTimelineAsync(one, target, cancellationToken)
                : at.Client.ExportJournalAsync(parsed.GetValue(from), parsed.GetValue(to), target, cancellationToken));
            await here.Out.WriteLineAsync($"{path} is there. Check it with: coordctl verify {path} --key checkpoint.public.pem");
            return 0;
        }, cancellationToken));
        return command;
    }

    /// <summary>Under its name only when it is complete.</summary>
    private static async Task FetchAsync(string path, Func<Stream, Task> fetch)
    {
        if (File.Exists(path))
        {
            throw new StopException($"{path} is there already. Name another file, or move it away.");
        }

        var unfinished = path + ".part";
        try
        {
            await using (var target = File.Create(unfinished))
            {
                await fetch(target);
            }

            File.Move(unfinished, path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                return moment;
            }

            result.AddError($"{name} takes a day or a moment, for example 2026-03-01 or 2026-03-01T08:00Z.");
            return null;
        },
    };
}
