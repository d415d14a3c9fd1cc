namespace Coordination.Contracts.Access;

/// <summary>Whether one's password alone lets one in.</summary>
/// <param name="RecoveryCodesLeft">How many codes are left for when the device is lost.</param>
public sealed record SecondFactorView(bool Enabled, int RecoveryCodesLeft);

/// <summary>Something dangerous about one's own access: the password again shows that it is still the same person.</summary>
public sealed record PasswordAgain(string Password);

/// <summary>What a device is given, once: the key in base 32 and the address that authenticators read (RFC 6238: 6 digits, 30 s, SHA-1).</summary>
public sealed record SecondFactorBegun(string Key, string Uri);

/// <summary>The code that the device shows: the key has arrived there.</summary>
public sealed record SecondFactorCode(string Code);

/// <summary>Codes that let one in once each instead of the device's. They are shown this once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);
