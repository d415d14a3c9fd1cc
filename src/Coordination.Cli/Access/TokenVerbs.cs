using System.CommandLine;
using System.Globalization;
using Coordination.Contracts.Access;

namespace Coordination.Cli.Access;

/// <summary><c>coordctl token list</c>, <c>rotate</c> and <c>revoke</c>: which tokens there are, another secret for one, an end to one.</summary>
internal static class TokenVerbs
{
    public static Command List(Surroundings here)
    {
        var server = new ServerOptions();
        var all = new Option<bool>("--all") { Description = "Revoked and expired ones too." };
        var command = new Command("list", "Lists the tokens, one a line, without their secrets: id, name, scope, what it is bound to, when it expires, when and from where it was last used.") { all };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var now = here.Clock.GetUtcNow();
            foreach (var token in (await at.Client.TokensAsync(cancellationToken)).Where(token => parsed.GetValue(all) || !(token.Revoked || token.ExpiresAt <= now)))
            {
                await here.Out.WriteLineAsync(Line(token, now));
            }

            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command Rotate(Surroundings here)
    {
        var server = new ServerOptions();
        var id = Id();
        var overlap = new Option<double>("--overlap-hours") { Description = "How long the former secret stays good, 0 to 720. 0 ends every former secret at once.", DefaultValueFactory = _ => 24 };
        var days = TokenDays.Option("How many days the new secret is good, 1 to 366. Without: 90.");
        var command = new Command("rotate", "Gives a token another secret and prints it, once. The token stays the same; the former secret stays good for a time.") { id, overlap, days };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(overlap)?.Errors.Any() is false && result.GetValue(overlap) is not (>= 0 and <= 720))
            {
                result.AddError("--overlap-hours is 0 to 720.");
            }

            TokenDays.Check(result, days);
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var rotated = await at.Client.RotateTokenAsync(
                parsed.GetValue(id), new TokenRotation { OverlapHours = parsed.GetValue(overlap), ExpiresAt = TokenDays.Read(parsed, days, here) }, cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync(rotated.Secret);
            await here.Error.WriteLineAsync(rotated.FormerUntil is { } until
                ? $"Keep it now: it is not shown again. The former secret is good until {Moment(until)}."
                : "Keep it now: it is not shown again. The former secret no longer lets in.");
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command Revoke(Surroundings here)
    {
        var server = new ServerOptions();
        var id = Id();
        var command = new Command("revoke", "Makes a token worthless at once, with all its secrets.") { id };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            await at.Client.RevokeTokenAsync(parsed.GetValue(id), cancellationToken);
            await here.Error.WriteLineAsync("Revoked.");
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Argument<TokenId> Id() => new("ID")
    {
        Description = "The token's id, as the list has it.",
        CustomParser = result =>
        {
            if (TokenId.TryParse(result.Tokens.Single().Value, null, out var read))
            {
                return read;
            }

            result.AddError("That is no id of a token. See: coordctl token list.");
            return default;
        },
    };

    private static string Line(TokenView token, DateTimeOffset now)
        => string.Join("  ", new[]
        {
            token.Id.Value,
            token.Name,
            token.Scope.ToString().ToLowerInvariant(),
            token.Source ?? token.Institution?.Value,
            token.Revoked ? "revoked" : token.ExpiresAt is not { } expires ? "never expires" : expires <= now ? $"expired {Moment(expires)}" : $"expires {Moment(expires)}{(token.ExpiresSoon ? " (soon)" : "")}",
            token.FormerUntil is { } former ? $"former secret good until {Moment(former)}" : null,
            token.LastUse is { } use ? $"used {Moment(use.At)} from {use.From}" : "not used yet",
        }.OfType<string>());

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}

/// <summary>For how many days a secret is made.</summary>
internal static class TokenDays
{
    public static Option<int?> Option(string description) => new("--days") { Description = description };

    public static void Check(System.CommandLine.Parsing.CommandResult result, Option<int?> days)
    {
        if (result.GetResult(days)?.Errors.Any() is false && result.GetValue(days) is < 1 or > 366)
        {
            result.AddError("--days is 1 to 366.");
        }
    }

    public static DateTimeOffset? Read(ParseResult parsed, Option<int?> days, Surroundings here) => parsed.GetValue(days) is { } valid ? here.Clock.GetUtcNow().AddDays(valid) : null;
}
