using System.IO.Compression;

namespace Coordination.Host.Access;

/// <summary>
/// The passwords of twelve characters and more that people have used most, as breaches have shown: who guesses begins with them. Read through when somebody chooses a password, which is
/// seldom, so that nothing of it stays in memory.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>Whether it is one of them, whatever its capitals.</summary>
    public static bool Contains(string password)
    {
        using var packed = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords")
            ?? throw new InvalidOperationException("The list of common passwords is not in this build.");
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            if (line.Equals(password, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
