using System.Security.Cryptography;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>Passkeys (WebAuthn): what a device is asked, and whether its answer is right. Which of a person's passkeys count is decided by their journal.</summary>
internal sealed partial class Passkeys(
    IPasskeyHandler<Account> handler, UserManager<Account> users, PasskeyQuestions questions, RelyingParty party, ILogger<Passkeys> log)
{
    private static readonly Refusal QuestionGone = new(
        RefusalKind.Invalid, "passkey.question-gone", "This is no answer to what was asked here within the last five minutes. Begin again.", "state");

    private static readonly Refusal Wrong = new(
        RefusalKind.Invalid, "passkey.refused", "What the device answered is not right: it is no answer to this question at this address, or by a passkey that is not known here. Begin again.", "credential");

    /// <summary>What is said of an answer that was given before.</summary>
    public static readonly Refusal Used = new(RefusalKind.Conflict, "passkey.used", "This answer was used already. Begin again.");

    /// <summary>Why there can be no passkeys here; null if there can.</summary>
    public Refusal? Refusal => party.Refusal;

    /// <summary>The id of a passkey: a digest of what its device calls it, which may be very long.</summary>
    public static PasskeyId IdOf(UserPasskeyInfo passkey) => PasskeyId.Of(Convert.ToHexStringLower(SHA256.HashData(passkey.CredentialId).AsSpan(0, 16)));

    /// <summary>Asks a device to make one.</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(HttpContext http, Account account, string name)
    {
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = account.Id, Name = account.UserName ?? account.Id, DisplayName = name }, http);
        return Question(PasskeyQuestions.Add(PersonId.Of(account.Id)), asked.AttestationState, asked.CreationOptionsJson);
    }

    /// <summary>Asks for one of anybody, to sign in.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(null, http);
        return Question(PasskeyQuestions.SignIn, asked.AssertionState, asked.RequestOptionsJson);
    }

    /// <summary>Asks for one of this account, to show that it is still the same person.</summary>
    public async Task<PasskeyQuestion> AskAgainAsync(HttpContext http, Account account)
    {
        var asked = await handler.MakeRequestOptionsAsync(account, http);
        return Question(PasskeyQuestions.Confirm(PersonId.Of(account.Id)), asked.AssertionState, asked.RequestOptionsJson);
    }

    /// <summary>Whether a device has made one as it was asked to. Nothing is kept of it yet.</summary>
    public async Task<(UserPasskeyInfo? Passkey, string Operation, Refusal? Refusal)> ReadNewAsync(HttpContext http, Account account, PasskeyRequest request)
    {
        if (questions.Open(PasskeyQuestions.Add(PersonId.Of(account.Id)), request.State) is not { } state)
        {
            return (null, "", QuestionGone);
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = request.Credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.Id)
        {
            LogRefused(log, result.Failure?.Message ?? "it is for another account");
            return (null, "", Wrong);
        }

        return (result.Passkey, PasskeyQuestions.OperationOf(state), null);
    }

    /// <summary>Whose passkey answers what was asked, if it does.</summary>
    public async Task<(Account? Account, PasskeyId Passkey, string Operation, Refusal? Refusal)> ReadAsync(HttpContext http, string purpose, PasskeyAnswer answer)
    {
        if (questions.Open(purpose, answer.State) is not { } state)
        {
            return (null, default, "", QuestionGone);
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer.Credential, AssertionState = state });
        if (!result.Succeeded)
        {
            LogRefused(log, result.Failure.Message);
            return (null, default, "", Wrong);
        }

        // A device that counts has counted on; one that says a lower number next time is a copy.
        Accounts.Demand(await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey), result.User.Id);
        return (result.User, IdOf(result.Passkey), PasskeyQuestions.OperationOf(state), null);
    }

    public async Task KeepAsync(Account account, UserPasskeyInfo passkey) => Accounts.Demand(await users.AddOrUpdatePasskeyAsync(account, passkey), account.Id);

    /// <summary>Forgets those of which the id is none of these.</summary>
    public async Task KeepOnlyAsync(Account account, IEnumerable<PasskeyId> ids)
    {
        var kept = ids.ToHashSet();
        foreach (var gone in (await users.GetPasskeysAsync(account)).Where(one => !kept.Contains(IdOf(one))))
        {
            Accounts.Demand(await users.RemovePasskeyAsync(account, gone.CredentialId), account.Id);
        }
    }

    private PasskeyQuestion Question(string purpose, string? state, string options)
        => new(questions.Seal(purpose, state ?? throw new InvalidOperationException("A question without a challenge was made.")), options);

    [LoggerMessage(1, LogLevel.Information, "What a passkey's device answered was refused: {Why}")]
    private static partial void LogRefused(ILogger logger, string why);
}
