using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace Coordination.Host.Access;

/// <summary>The second factor: codes of a device by time (RFC 6238), and recovery codes for when it is lost. Each code lets in once.</summary>
internal sealed class SecondFactors(UserManager<Account> users, Lockout lockout)
{
    private const string Provider = "coordination";
    private const string UsedCodes = "used-codes";

    /// <summary>So many steps of time a code is good for, so many must be remembered.</summary>
    private const int Remembered = 8;
    private const int Codes = 10;

    public Task<bool> IsEnabledAsync(Account account) => users.GetTwoFactorEnabledAsync(account);

    public Task<int> CodesLeftAsync(Account account) => users.CountRecoveryCodesAsync(account);

    /// <summary>Checks a code of the device or a recovery code. Wrong ones count like wrong passwords.</summary>
    public async Task<PasswordCheck> CheckAsync(HttpContext http, Account account, string code)
    {
        var plain = Plain(code);
        if (await IsOfDeviceAsync(account, plain) || (await users.RedeemTwoFactorRecoveryCodeAsync(account, plain)).Succeeded)
        {
            return new(account, true, false);
        }

        return new(account, false, await lockout.WrongAsync(http, account));
    }

    /// <summary>A new key; it counts once a code of it was confirmed.</summary>
    public async Task<string> BeginAsync(Account account)
    {
        Accounts.Demand(await users.ResetAuthenticatorKeyAsync(account), account.Id);
        return await users.GetAuthenticatorKeyAsync(account) ?? throw new InvalidOperationException($"Account {account.Id} has no key although one was made.");
    }

    /// <summary>Turns it on with a code of the device; null if the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(Account account, string code)
    {
        if (await users.GetAuthenticatorKeyAsync(account) is null || !await IsOfDeviceAsync(account, Plain(code)))
        {
            return null;
        }

        Accounts.Demand(await users.SetTwoFactorEnabledAsync(account, true), account.Id);
        return await NewCodesAsync(account);
    }

    public async Task RemoveAsync(Account account)
    {
        Accounts.Demand(await users.SetTwoFactorEnabledAsync(account, false), account.Id);
        Accounts.Demand(await users.ResetAuthenticatorKeyAsync(account), account.Id);
        await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 0);
    }

    public async Task<IReadOnlyList<string>> NewCodesAsync(Account account)
        => [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(account, Codes) ?? throw new InvalidOperationException($"The recovery codes of person {account.Id} could not be kept.")];

    /// <summary>As authenticators read it from a link.</summary>
    public static string UriOf(string mail, string key)
        => string.Create(CultureInfo.InvariantCulture, $"otpauth://totp/{Uri.EscapeDataString("Coordination:" + mail)}?secret={key}&issuer=Coordination&digits=6");

    /// <summary>A code is good for some minutes; who has looked over a shoulder must not use it again.</summary>
    private async Task<bool> IsOfDeviceAsync(Account account, string code)
    {
        var used = (await users.GetAuthenticationTokenAsync(account, Provider, UsedCodes))?.Split(' ') ?? [];
        if (used.Contains(code, StringComparer.Ordinal) || !await users.VerifyTwoFactorTokenAsync(account, users.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            return false;
        }

        // Of two who show one code at once the second is not written, and not let in.
        return (await users.SetAuthenticationTokenAsync(account, Provider, UsedCodes, string.Join(' ', used.Append(code).TakeLast(Remembered)))).Succeeded;
    }

    private static string Plain(string code) => code.Trim().Replace(" ", "", StringComparison.Ordinal);
}
