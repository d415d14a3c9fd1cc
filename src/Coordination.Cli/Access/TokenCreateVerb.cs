using System.CommandLine;
using Coordination.Contracts.Access;

namespace Coordination.Cli.Access;

/// <summary><c>coordctl token create</c>: makes a token and prints it, once. Only the token goes to the output, so that it can go into a file.</summary>
internal static class TokenCreateVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var name = new Option<string>("--name") { Description = "What will use the token.", Required = true };
        var source = new Option<string?>("--source") { Description = "A token that delivers alerts for this source and does nothing else." };
        var role = new Option<string?>("--role") { Description = "A token that may do what an officer may, what an administrator may, or read what an auditor reads." };
        role.AcceptOnlyFromAmong("officer", "administrator", "auditor");
        var days = new Option<int?>("--days") { Description = "How many days it is valid. Without: until it is revoked." };
        var command = new Command("create", "Makes a token and prints it, once. Needs an administrator: a token of theirs, or --user.") { name, source, role, days };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(source) is null == result.GetResult(role) is null)
            {
                result.AddError("Give --source for a token that delivers alerts, or --role officer, administrator or auditor for one that does more.");
            }

            if (result.GetResult(days)?.Errors.Any() is false && result.GetValue(days) is < 1 or > 3_650)
            {
                result.AddError("--days is 1 to 3650.");
            }
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var made = await at.Client.AddTokenAsync(
                new TokenRequest
                {
                    Name = parsed.GetValue(name)!,
                    Source = parsed.GetValue(source),
                    Scope = parsed.GetValue(role) switch { "administrator" => TokenScope.Administer, "officer" => TokenScope.Operate, "auditor" => TokenScope.Audit, _ => TokenScope.Intake },
                    ExpiresAt = parsed.GetValue(days) is { } valid ? here.Clock.GetUtcNow().AddDays(valid) : null,
                },
                cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync(made.Secret);
            await here.Error.WriteLineAsync("Keep it now: it is not shown again.");
            return 0;
        }, cancellationToken));
        return command;
    }
}
