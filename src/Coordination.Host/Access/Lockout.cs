using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>
/// When no more passwords and codes are tried on an account. Five wrong ones shut it for where they came from: an address, a device that is known, or a session. Many wrong ones from strangers
/// shut it for strangers everywhere, and never for a device that is known: who does not know the password cannot keep out who does.
/// </summary>
internal sealed class Lockout(UserManager<Account> users, KnownDevices devices, Guessing guessing)
{
    /// <summary>So many from strangers, wherever they are, within the time that Identity counts.</summary>
    public const int FromStrangers = 25;

    /// <summary>For so long.</summary>
    public static readonly TimeSpan For = TimeSpan.FromMinutes(15);

    public async Task<bool> IsShutAsync(HttpContext http, Account account)
    {
        var (door, stranger) = DoorOf(http, account);
        return guessing.IsShut(door) || (stranger && await users.IsLockedOutAsync(account));
    }

    /// <summary>Something wrong was shown.</summary>
    /// <returns>Whether that shut it.</returns>
    public async Task<bool> WrongAsync(HttpContext http, Account account)
    {
        var (door, stranger) = DoorOf(http, account);
        var shut = guessing.Wrong(door);
        if (!stranger)
        {
            return shut;
        }

        await users.AccessFailedAsync(account);
        return shut || await users.IsLockedOutAsync(account);
    }

    /// <summary>The right password was shown within a session.</summary>
    public void Forget(HttpContext http, Account account) => guessing.Forget(DoorOf(http, account).Door);

    /// <summary>Somebody is in, with all that was asked for. Not before: a right password must not forgive wrong codes.</summary>
    public async Task EnteredAsync(HttpContext http, Account account)
    {
        var (door, stranger) = DoorOf(http, account);
        guessing.Forget(door);
        if (stranger && account.AccessFailedCount > 0)
        {
            await users.ResetAccessFailedCountAsync(account);
        }

        devices.Remember(http, account);
    }

    /// <summary>Where someone stands who tries this account.</summary>
    private (string Door, bool Stranger) DoorOf(HttpContext http, Account account)
        => Caller.Of(http) is { Person: { } person, Session: { } session } && person.Value == account.Id ? ($"{account.Id}|session|{session}", false)
            : devices.Find(http, account) is { } device ? ($"{account.Id}|device|{device}", false)
            : ($"{account.Id}|address|{Guessing.AddressOf(http)}", true);
}
