using System.Globalization;
using Coordination.Domain.Intake;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Intake;

/// <summary>IntelMQ events have no title. This makes one that tells lines of a board apart: what it is, by which name, where.</summary>
internal static class IntelmqTitle
{
    public static string Of(IncomingAlert alert)
    {
        var kind = alert.Classification switch
        {
            "c2-server" => "C2 server",
            "ids-alert" => "IDS alert",
            "dos" => "Denial of service",
            "ddos" => "Distributed denial of service",
            "ddos-amplifier" => "DDoS amplifier",
            "other" => "Other event",
            "undetermined" => "Undetermined event",
            "test" => "Test event",
            var type => char.ToUpperInvariant(type[0]) + type[1..].Replace('-', ' '),
        };
        var name = alert.MalwareName ?? alert.Identifier;
        return $"{kind}{(name is null ? "" : $" ({name})")}: {Where(alert)}";
    }

    private static string Where(IncomingAlert alert)
    {
        // Of an address only the host: the path may be long, and what a phishing page is called is none of a title's business.
        var host = UrlText.TryRead(alert.SourceUrl, out _, out var found) ? found : null;
        return alert.SourceFqdn ?? host ?? alert.SourceIp ?? alert.SourceNetwork ?? alert.SourceAccount
            ?? string.Create(CultureInfo.InvariantCulture, $"AS{alert.SourceAsn}");
    }
}
