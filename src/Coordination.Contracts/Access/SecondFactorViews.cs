namespace Coordination.Contracts.Access;

/// <summary>Whether one's password alone lets one in.</summary>
/// <param name="RecoveryCodesLeft">How many codes are left for when the device is lost.</param>
public sealed record SecondFactorView(bool Enabled, int RecoveryCodesLeft);

/// <summary>Shows again who one is, before something dangerous (<c>access.confirm-first</c>).</summary>
/// <param name="Code">The code of the second factor, or a recovery code, where there is a second factor.</param>
public sealed record ConfirmRequest(string Password, string? Code = null);

/// <summary>How one can show again who one is.</summary>
/// <param name="Code">With the password goes a code of the second factor.</param>
/// <param name="Provider">Where one is asked who comes in by an outside provider; there with <c>&amp;return=</c> and the path to come back to.</param>
public sealed record ConfirmWays(bool Password, bool Code, bool Passkey, ProviderWay? Provider);

/// <summary>What a device is given, once: the key in base 32 and the address that authenticators read (RFC 6238: 6 digits, 30 s, SHA-1).</summary>
public sealed record SecondFactorBegun(string Key, string Uri);

/// <summary>The code that the device shows: the key has arrived there.</summary>
public sealed record SecondFactorCode(string Code);

/// <summary>Codes that let one in once each instead of the device's. They are shown this once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);
