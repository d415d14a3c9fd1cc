using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Microsoft.JSInterop;

namespace Coordination.Console.Access;

/// <summary>Asks the browser for passkeys: see <c>console/passkeys.js</c>.</summary>
internal sealed class Devices(IJSRuntime script)
{
    /// <summary>Has a device make one.</summary>
    /// <exception cref="ProblemException">It did not.</exception>
    public Task<string> MakeAsync(PasskeyQuestion question) => AskAsync("coordinationPasskeys.make", question);

    /// <summary>Has a device show one.</summary>
    /// <exception cref="ProblemException">It did not.</exception>
    public async Task<PasskeyAnswer> ShowAsync(PasskeyQuestion question) => new(question.State, await AskAsync("coordinationPasskeys.show", question));

    private async Task<string> AskAsync(string function, PasskeyQuestion question)
    {
        var outcome = await script.InvokeAsync<Outcome>(function, question.Options);
        return outcome.Credential ?? throw new ProblemException(new Problem
        {
            Code = "passkey.device",
            Detail = outcome.Error switch
            {
                "NotAllowedError" => "The browser was not shown a passkey: it was cancelled, took too long, or this device has none for this address.",
                "InvalidStateError" => "This device has a passkey of yours already.",
                "SecurityError" => "The browser makes no passkeys at this address. Open the server by its public name.",
                "TooOld" => "This browser knows no passkeys. Use a newer one, or your password.",
                _ => $"The browser could not do it ({outcome.Error}).",
            },
        });
    }

    private sealed record Outcome(string? Credential, string? Error);
}
