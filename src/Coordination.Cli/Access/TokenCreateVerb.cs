using System.CommandLine;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Access;

/// <summary><c>coordctl token create</c>: makes a token and prints it, once. Only the token goes to the output, so that it can go into a file.</summary>
internal static class TokenCreateVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var name = new Option<string>("--name") { Description = "What will use the token.", Required = true };
        var source = new Option<string?>("--source") { Description = "A token that delivers alerts for this source and does nothing else." };
        var institution = new Option<string?>("--institution") { Description = "A token that may do for this institution what a responder of it may. The id, as the address of its page has it." };
        var partner = new Option<string?>("--partner") { Description = "A token by which this partner exchanges: takes what was shared with it, sends and answers. Its id." };
        var role = new Option<string?>("--role") { Description = "A token that may do what an officer may, what an administrator may, or read what an auditor reads." };
        role.AcceptOnlyFromAmong("officer", "administrator", "auditor");
        var rights = new Option<Right[]?>("--right") { Description = "A right that it may use, of those that its role has; several may be named. Without: all of them.", AllowMultipleArgumentsPerToken = true };
        var days = TokenDays.Option("How many days it is good, 1 to 366. Without: 90.");
        var command = new Command("create", "Makes a token and prints it, once. Needs an administrator: a token of theirs, or --user.") { name, source, institution, partner, role, rights, days };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new Option[] { source, institution, partner, role }.Count(option => result.GetResult(option) is not null) != 1)
            {
                result.AddError("Give one of --source for a token that delivers alerts, --institution for one of an institution, --partner for one of a partner, or --role officer, administrator or auditor for one that does more.");
            }

            if (result.GetValue(institution) is { } named && !InstitutionId.TryParse(named, null, out _))
            {
                result.AddError("--institution takes an id.");
            }

            if (result.GetValue(partner) is { } other && !PartnerId.TryParse(other, null, out _))
            {
                result.AddError("--partner takes an id.");
            }

            TokenDays.Check(result, days);
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var made = await at.Client.AddTokenAsync(
                new TokenRequest
                {
                    Name = parsed.GetValue(name)!,
                    Source = parsed.GetValue(source),
                    Institution = parsed.GetValue(institution) is { } bound ? InstitutionId.Of(bound) : null,
                    Partner = parsed.GetValue(partner) is { } of ? PartnerId.Of(of) : null,
                    Scope = parsed.GetValue(role) switch
                    {
                        "administrator" => TokenScope.Administer,
                        "officer" => TokenScope.Operate,
                        "auditor" => TokenScope.Audit,
                        _ => parsed.GetValue(institution) is not null ? TokenScope.Institution : parsed.GetValue(partner) is not null ? TokenScope.Partner : TokenScope.Intake,
                    },
                    Rights = parsed.GetValue(rights) is { Length: > 0 } chosen ? chosen : null,
                    ExpiresAt = TokenDays.Read(parsed, days, here),
                },
                cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync(made.Secret);
            await here.Error.WriteLineAsync($"Keep it now: it is not shown again. Token {made.Id} expires {made.ExpiresAt:yyyy-MM-dd}.");
            return 0;
        }, cancellationToken));
        return command;
    }
}
