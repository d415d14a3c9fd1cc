using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Client;

/// <summary>What a person does about their own access.</summary>
public sealed partial class CoordinationClient
{
    /// <summary>How one can show again who one is.</summary>
    public Task<ConfirmWays> ConfirmWaysAsync(CancellationToken cancellationToken = default) => GetAsync<ConfirmWays>(Routes.Confirm, cancellationToken);

    /// <summary>Shows again who one is, by password and, where there is one, code.</summary>
    public Task ConfirmAsync(ConfirmRequest request, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>(Routes.Confirm, request, default, cancellationToken);

    /// <summary>What a device is asked so that somebody shows with a passkey who they are.</summary>
    public Task<PasskeyQuestion> BeginConfirmByPasskeyAsync(CancellationToken cancellationToken = default)
        => PostAsync<PasskeyQuestion>(Routes.Confirm + "/passkey/begin", body: null, default, cancellationToken);

    /// <summary>Shows again who one is, with what the device answered.</summary>
    public Task ConfirmByPasskeyAsync(PasskeyAnswer answer, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>(Routes.Confirm + "/passkey", answer, default, cancellationToken);

    /// <summary>What a device is asked so that somebody signs in with a passkey.</summary>
    public Task<PasskeyQuestion> BeginSignInByPasskeyAsync(CancellationToken cancellationToken = default)
        => PostAsync<PasskeyQuestion>(Routes.SignInByPasskey + "/begin", body: null, default, cancellationToken);

    /// <summary>Signs in with what the device answered.</summary>
    public Task<Me> SignInByPasskeyAsync(PasskeyAnswer answer, CancellationToken cancellationToken = default)
        => PostAsync<Me>(Routes.SignInByPasskey, answer, default, cancellationToken);

    /// <summary>One's own passkeys.</summary>
    public Task<IReadOnlyList<PasskeyView>> PasskeysAsync(CancellationToken cancellationToken = default) => GetAsync<IReadOnlyList<PasskeyView>>(Routes.Passkeys, cancellationToken);

    /// <summary>What a device is asked so that it makes a passkey.</summary>
    public Task<PasskeyQuestion> BeginPasskeyAsync(CancellationToken cancellationToken = default)
        => PostAsync<PasskeyQuestion>(Routes.Passkeys + "/begin", body: null, default, cancellationToken);

    /// <summary>Adds the passkey that the device has made.</summary>
    public Task<PasskeyView> AddPasskeyAsync(PasskeyRequest request, CancellationToken cancellationToken = default)
        => PostAsync<PasskeyView>(Routes.Passkeys, request, default, cancellationToken);

    /// <summary>Gives a passkey another name.</summary>
    public Task RenamePasskeyAsync(PasskeyId id, PasskeyName name, CancellationToken cancellationToken = default)
        => PutAsync<Nothing>($"{Routes.Passkeys}/{Escape(id.Value)}", name, default, cancellationToken);

    /// <summary>Removes a passkey; it opens nothing any more.</summary>
    public Task RemovePasskeyAsync(PasskeyId id, CancellationToken cancellationToken = default)
        => SendAsync<Nothing>(HttpMethod.Delete, $"{Routes.Passkeys}/{Escape(id.Value)}", body: null, default, cancellationToken);

    /// <summary>Whether one's password alone lets one in.</summary>
    public Task<SecondFactorView> SecondFactorAsync(CancellationToken cancellationToken = default) => GetAsync<SecondFactorView>(Routes.SecondFactor, cancellationToken);

    /// <summary>Makes a key for a device; it counts once a code of it has been confirmed.</summary>
    public Task<SecondFactorBegun> BeginSecondFactorAsync(CancellationToken cancellationToken = default)
        => PostAsync<SecondFactorBegun>(Routes.SecondFactor, body: null, default, cancellationToken);

    /// <summary>Turns the second factor on with a code of the device; the answer has the recovery codes.</summary>
    public Task<RecoveryCodes> ConfirmSecondFactorAsync(SecondFactorCode request, CancellationToken cancellationToken = default)
        => PostAsync<RecoveryCodes>(Routes.SecondFactor + "/confirm", request, default, cancellationToken);

    /// <summary>Turns the second factor off.</summary>
    public Task RemoveSecondFactorAsync(CancellationToken cancellationToken = default)
        => PostAsync<Nothing>(Routes.SecondFactor + "/remove", body: null, default, cancellationToken);

    /// <summary>Makes new recovery codes; the old ones no longer count.</summary>
    public Task<RecoveryCodes> NewRecoveryCodesAsync(CancellationToken cancellationToken = default)
        => PostAsync<RecoveryCodes>(Routes.RecoveryCodes, body: null, default, cancellationToken);

    /// <summary>One's sessions, the one that was used last in front.</summary>
    public Task<IReadOnlyList<SessionView>> SessionsAsync(CancellationToken cancellationToken = default) => GetAsync<IReadOnlyList<SessionView>>(Routes.Sessions, cancellationToken);

    /// <summary>Ends one of one's sessions.</summary>
    public Task EndSessionAsync(SessionId id, CancellationToken cancellationToken = default)
        => PostAsync<Nothing>($"{Routes.Sessions}/{Escape(id.Value)}/end", body: null, default, cancellationToken);

    /// <summary>Ends all one's sessions, on every device, this one too.</summary>
    public Task EndSessionsEverywhereAsync(CancellationToken cancellationToken = default) => PostAsync<Nothing>(Routes.EndSessions + "/everywhere", body: null, default, cancellationToken);

    /// <summary>Ends all sessions of another person; they may sign in again.</summary>
    public Task<CommandAnswer> EndSessionsOfAsync(PersonId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.People}/{Escape(id.Value)}/end-sessions", body: null, asked, cancellationToken);

    /// <summary>Ends all one's sessions, on every device; this one goes on.</summary>
    public Task EndSessionsAsync(CancellationToken cancellationToken = default) => PostAsync<Nothing>(Routes.EndSessions, body: null, default, cancellationToken);
}
