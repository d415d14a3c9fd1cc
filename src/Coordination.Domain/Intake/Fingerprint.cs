using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

/// <summary>By what a repeated line is known: source and feed, type, source and destination, identifier and day. It is the alert's id, so that the same line is the same alert wherever it arrives.</summary>
public static class Fingerprint
{
    public static AlertId Of(SourceId source, IncomingAlert line, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(line);
        var text = new StringBuilder();
        foreach (var part in new[]
        {
            source.Value, line.Feed, line.Classification, line.SourceIp, line.SourceFqdn, line.SourceUrl, line.SourceNetwork, line.SourceAccount,
            line.SourceAsn?.ToString(CultureInfo.InvariantCulture), line.SourcePort?.ToString(CultureInfo.InvariantCulture),
            line.DestinationIp, line.DestinationFqdn, line.DestinationPort?.ToString(CultureInfo.InvariantCulture), line.Identifier,
            // Without an identifier the title is what tells two things of one source apart.
            line.Identifier is null ? line.Title : null,
            (line.OccurredAt ?? receivedAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        })
        {
            text.Append(part?.Length ?? -1).Append(':').Append(part);
        }

        if (line.Exercise)
        {
            text.Append("exercise");
        }

        return AlertId.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32]);
    }

    /// <summary>An alert is accepted once, by whichever stream claims it first.</summary>
    public static Claim Claim(AlertId alert) => new("alert", alert.Value);

    /// <summary>Which share of its source's day an alert belongs to: equal lines always meet in one stream.</summary>
    public static int Lane(AlertId alert, int lanes) => Convert.ToInt32(alert.Value[..4], 16) % lanes;
}
