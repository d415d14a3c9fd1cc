using System.Globalization;

namespace Coordination.Connectors.Mail;

/// <summary>Reads what follows MAIL and RCPT: <c>FROM:&lt;address&gt; SIZE=…</c>.</summary>
internal static class SmtpPath
{
    /// <summary>Reads the address between angle brackets, which may be empty, and what stands behind it.</summary>
    public static bool TryRead(string argument, string keyword, out string address, out string parameters)
    {
        (address, parameters) = ("", "");
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var path = argument[keyword.Length..].TrimStart();
        var end = path.IndexOf('>', StringComparison.Ordinal);
        if (!path.StartsWith('<') || end < 0 || path.Any(char.IsControl) || end > 512)
        {
            return false;
        }

        (address, parameters) = (path[1..end], path[(end + 1)..]);
        return address.Length == 0 || (address.IndexOf('@', StringComparison.Ordinal) > 0 && !address.Contains('<', StringComparison.Ordinal));
    }

    /// <summary>The size that the client announces; 0 if it does not.</summary>
    public static long Size(string parameters)
    {
        var size = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(parameter => parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase));
        return size is not null && long.TryParse(size.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
    }
}
