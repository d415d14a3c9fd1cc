using System.Text;

namespace Coordination.Connectors.Mail;

/// <summary>Reads a name and a password in the two ways that every client knows (RFC 4616 PLAIN, and LOGIN).</summary>
internal static class SmtpSignIn
{
    private const int Limit = 1024;

    public static async Task<(string User, string Password)?> ReadAsync(SmtpWire wire, string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = words.Length == 2 ? words[1] : null;
        switch (words.Length == 0 ? "" : words[0].ToUpperInvariant())
        {
            case "PLAIN":
                var parts = (first is null ? await AskAsync(wire, "", cancellationToken) : Decode(first))?.Split('\0');
                return parts is [_, var user, var password] ? (user, password) : null;
            case "LOGIN":
                var name = first is null ? await AskAsync(wire, "Username:", cancellationToken) : Decode(first);
                return name is not null && await AskAsync(wire, "Password:", cancellationToken) is { } secret ? (name, secret) : null;
            default:
                return null;
        }
    }

    private static async Task<string?> AskAsync(SmtpWire wire, string question, CancellationToken cancellationToken)
    {
        await wire.WriteAsync("334 " + Convert.ToBase64String(Encoding.UTF8.GetBytes(question)), cancellationToken);
        return await wire.ReadLineAsync(Limit, cancellationToken) is { TooLong: false } answer ? Decode(Encoding.UTF8.GetString(answer.Line)) : null;
    }

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
