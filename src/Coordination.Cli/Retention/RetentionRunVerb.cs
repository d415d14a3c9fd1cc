using System.CommandLine;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Retention;

namespace Coordination.Cli.Retention;

/// <summary><c>coordctl retention run</c>: says what is due, and erases it only when told so.</summary>
internal static class RetentionRunVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var confirm = new Option<bool>("--confirm") { Description = "Erases what is due, for good. Without: only says what is due." };
        var dry = new Option<bool>("--dry-run") { Description = "Only says what is due. It is what happens without --confirm." };
        var command = new Command("run", "Says what is due by the retention rules, or erases it. Needs an administrator.") { confirm, dry };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(confirm) is not null && result.GetResult(dry) is not null)
            {
                result.AddError("Give --confirm or --dry-run, not both.");
            }
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var due = await at.Client.RetentionDueAsync(cancellationToken);
            foreach (var one in due)
            {
                await here.Out.WriteLineAsync($"{one.Rule.Of}{(one.Rule.Tlp is { } label ? $" {label.Label()}" : "")}, {one.Rule.Days} days: {one.Count} due, before {one.Before.UtcDateTime:yyyy-MM-dd}{(one.Held > 0 ? $"; {one.Held} more on legal hold" : "")}");
                foreach (var incident in one.Incidents)
                {
                    await here.Out.WriteLineAsync($"  {incident.Number}, closed {incident.ClosedAt.UtcDateTime:yyyy-MM-dd}");
                }
            }

            if (!parsed.GetValue(confirm))
            {
                await here.Error.WriteLineAsync(due.Count == 0 ? "There are no retention rules." : "Nothing was erased. Say --confirm to erase what is due.");
                return 0;
            }

            await at.Client.RunRetentionAsync(cancellationToken: cancellationToken);
            await here.Error.WriteLineAsync("It is being erased; the list of erasures says when it is done.");
            return 0;
        }, cancellationToken));
        return command;
    }
}
