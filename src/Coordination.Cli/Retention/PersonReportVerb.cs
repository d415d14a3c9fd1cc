using System.CommandLine;
using System.Text.Json;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Retention;

/// <summary><c>coordctl person report</c>: all that is held on a person, to read or as JSON.</summary>
internal static class PersonReportVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var who = new Argument<string>("who") { Description = "A person's identifier; or the mail address or name of someone who is no user." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("report", "Says all that is held on a person. Needs an administrator.") { who, json };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var about = parsed.GetValue(who)!;
            var report = (await at.Client.PeopleAsync(cancellationToken)).FirstOrDefault(person => person.Id.Value == about || person.Mail.Equals(about, StringComparison.OrdinalIgnoreCase)) is { } known
                ? await at.Client.PersonReportAsync(known.Id, cancellationToken)
                : await at.Client.PersonReportAsync(about, cancellationToken);
            await here.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Wire.Json) : report.ToText().TrimEnd());
            return 0;
        }, cancellationToken));
        return command;
    }
}
