using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts.Access;
using Microsoft.AspNetCore.DataProtection;

namespace Coordination.Host.Access;

/// <summary>
/// What a device was asked, sealed, so that every process takes the answer to what another has asked. A question is for one purpose and person; that it is answered once is seen to by the
/// journal, where the question is the operation's name.
/// </summary>
internal sealed class PasskeyQuestions(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);

    public const string SignIn = "sign-in";

    private const int Longest = 8_000;

    public static string Add(PersonId person) => $"add/{person}";

    public static string Confirm(PersonId person) => $"confirm/{person}";

    /// <summary>The operation that an answer to this question is.</summary>
    public static string OperationOf(string state) => "passkey:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));

    public string Seal(string purpose, string state)
        => Protector(purpose).Protect(string.Create(CultureInfo.InvariantCulture, $"{(clock.GetUtcNow() + Valid).ToUnixTimeSeconds()}|{state}"));

    /// <summary>What was asked; null where it was asked for something else, of somebody else, too long ago, or not by us.</summary>
    public string? Open(string purpose, string question)
    {
        if (question.Length > Longest)
        {
            return null;
        }

        try
        {
            var text = Protector(purpose).Unprotect(question);
            var cut = text.IndexOf('|', StringComparison.Ordinal);
            return clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(long.Parse(text.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture)) ? text[(cut + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("Coordination.Passkey.v1", purpose);
}
