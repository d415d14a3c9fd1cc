using System.Globalization;
using Coordination.Contracts.Access;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>What a person is told by mail of their own access, so that they hear of what somebody else has done in their name. No secret stands in it.</summary>
public static class AccessNotices
{
    /// <summary>What has happened, as a sentence; null: nothing that they must be told.</summary>
    public static string? Of(Recorded<PersonEvent> recorded, Person before)
        => What(recorded.Event, before) is { } what
            ? string.Create(CultureInfo.InvariantCulture, $"{what} ({recorded.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC).")
            : null;

    private static string? What(PersonEvent happened, Person before) => happened switch
    {
        PersonChanged e when before.Facts is { } facts && facts.Mail != e.Facts.Mail => "The mail address with which you sign in was changed",
        PersonSignedIn { Session.By: SignInWay.Invitation } => "A password was set for your account with its one-time link",
        PersonLinked when before.Facts is not null => "From now on you sign in by your organisation's sign-in",
        SecondFactorChanged e => e.Enabled ? "Your second factor was turned on" : "Your second factor was turned off",
        RecoveryCodesMade => "New recovery codes were made for your account, and the old ones no longer count",
        PasskeyAdded e => $"A passkey was added to your account: {e.Name}",
        PasskeyRemoved e => $"A passkey was removed from your account: {before.Passkeys.FirstOrDefault(one => one.Id == e.Passkey)?.Name ?? "one without a name"}",
        _ => null,
    };
}
