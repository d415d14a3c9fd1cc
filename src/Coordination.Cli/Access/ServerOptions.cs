using System.CommandLine;
using System.Net;
using Coordination.Contracts.Client;

namespace Coordination.Cli.Access;

/// <summary>The options of all verbs that talk to a server, and what they tell people when it does not go well.</summary>
internal sealed class ServerOptions
{
    private const string Variable = "COORDINATION_TOKEN";

    private readonly Option<string> _url = new("--url") { Description = "The server's address.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
    private readonly Option<string?> _token = new("--token") { Description = $"A token. Other users of this machine may see it; better {Variable} in the environment, or --token-file." };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "A file that holds a token." };
    private readonly Option<string?> _user = new("--user") { Description = "Sign in as this person, by mail address, instead of with a token. The password is asked for." };
    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "With --user: a file that holds the password." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Send token or password over plain http to another machine." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _token, _tokenFile, _user, _passwordFile, _insecure })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new Option[] { _token, _tokenFile, _user }.Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("Give one of --token, --token-file and --user.");
            }

            if (result.GetResult(_passwordFile) is not null && result.GetResult(_user) is null)
            {
                result.AddError("--password-file goes with --user.");
            }

            // Defaults have no value yet while what was given is judged.
            if (result.GetResult(_url) is { Implicit: false } && !TryAddress(result.GetValue(_url), out _))
            {
                result.AddError("--url takes scheme, host and perhaps port, for example https://coordination.cert.example.");
            }
        });
    }

    /// <summary>Does something with the server. Whatever stands against it is said in a sentence, and is exit code 1.</summary>
    public async Task<int> WithServerAsync(ParseResult parsed, Surroundings here, Func<Server, Task<int>> work, CancellationToken cancellationToken)
    {
        TryAddress(parsed.GetValue(_url), out var address);
        try
        {
            using var server = await EnterAsync(parsed, address!, here, cancellationToken);
            try
            {
                return await work(server);
            }
            finally
            {
                await server.LeaveAsync();
            }
        }
        catch (Exception failure) when (Explain(failure, address!, cancellationToken) is { } text)
        {
            await here.Error.WriteLineAsync(text);
            return 1;
        }
    }

    private static bool TryAddress(string? text, out Uri? address)
        => Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/";

    private async Task<Server> EnterAsync(ParseResult parsed, Uri address, Surroundings here, CancellationToken cancellationToken)
    {
        if (address.Scheme == "http" && !address.IsLoopback && !parsed.GetValue(_insecure))
        {
            throw new StopException($"{address} is another machine and not https: whoever listens in between could read the token or password. Use https, or say --insecure.");
        }

        if (parsed.GetValue(_user) is { } user)
        {
            var password = parsed.GetValue(_passwordFile) is { } file ? await ReadAsync(file, cancellationToken) : here.AskPassword($"Password of {user}: ");
            return await Server.SignInAsync(
                address, user, password ?? throw new StopException("Nobody can be asked for the password here. Give it with --password-file."), here.Clock, cancellationToken);
        }

        var token = parsed.GetValue(_token) ?? (parsed.GetValue(_tokenFile) is { } path ? await ReadAsync(path, cancellationToken) : here.Variable(Variable));
        if (string.IsNullOrWhiteSpace(token))
        {
            throw new StopException($"No token. Put one into {Variable} or a --token-file, or sign in with --user.");
        }

        return token.Trim().All(character => character is > ' ' and < (char)127)
            ? Server.WithToken(address, token.Trim(), here.Clock)
            : throw new StopException("That is no token: a token is one line that begins with coord_.");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken) => (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n');

    private static string? Explain(Exception failure, Uri address, CancellationToken cancellationToken) => failure switch
    {
        StopException stop => stop.Message,
        ProblemException { Code: "access.unauthenticated" } => "The server does not let this token in: it is unknown, revoked or expired. Make another with coordctl token create, or sign in with --user.",
        ProblemException { Code: "" } refused => refused.Message,
        ProblemException refused => $"{refused.Message} ({refused.Code})",
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } => "The server no longer lets this token or session in.",
        HttpRequestException unreachable => $"No answer from {address}: {unreachable.Message} See that the server runs there, or name its address with --url.",
        OperationCanceledException when cancellationToken.IsCancellationRequested => "Stopped.",
        OperationCanceledException => $"{address} did not answer in time.",
        IOException or UnauthorizedAccessException => failure.Message,
        _ => null,
    };
}
