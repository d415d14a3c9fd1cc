using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordination.Connectors.Webhooks;

/// <summary>Signs as Standard Webhooks 1.0.0 says: HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads one secret, or several separated by spaces.</summary>
    public static bool TryReadSecrets(string text, out IReadOnlyList<byte[]> secrets)
    {
        var read = new List<byte[]>();
        secrets = read;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[word.Length];
            if (!word.StartsWith(Prefix, StringComparison.Ordinal) || !Convert.TryFromBase64String(word[Prefix.Length..], bytes, out var length)
                || length is < 24 or > 64)
            {
                return false;
            }

            read.Add(bytes[..length]);
        }

        return read.Count > 0;
    }

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret.</summary>
    public static string Of(IEnumerable<byte[]> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
