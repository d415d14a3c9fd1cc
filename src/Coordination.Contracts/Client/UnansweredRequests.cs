using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordination.Contracts.Client;

/// <summary>
/// Under which keys requests went that got no answer, so that it is not known whether they were carried out. Whoever asks the same again asks under the same key, and it is the same
/// request. Of what was asked only a hash is kept: it may hold a password.
/// </summary>
internal sealed class UnansweredRequests
{
    /// <summary>Above it all are forgotten: nobody asks so much again.</summary>
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);

    /// <summary>By what a request is known when it comes again.</summary>
    public static string Name(HttpMethod method, string path, string? text, long? version)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{method} {path}\n{version?.ToString(CultureInfo.InvariantCulture)}\n{text}")));

    /// <summary>The key that it went under, for one who asks again; null if it is new.</summary>
    public string? Take(string name) => _keys.TryRemove(name, out var key) ? key : null;

    public void Keep(string name, string key)
    {
        if (_keys.Count >= Most)
        {
            _keys.Clear();
        }

        _keys[name] = key;
    }
}
