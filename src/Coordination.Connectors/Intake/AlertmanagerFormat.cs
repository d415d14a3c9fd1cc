using System.Globalization;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Intake;

/// <summary>
/// What Alertmanager posts to a webhook (version 4). Each alert of the group is a line; one that is resolved says that it is over. <c>alertname</c> and the summary are the title, the label
/// <c>severity</c> the severity, <c>rsit</c> and <c>tlp</c> what they say, <c>instance</c> the source where it is an address, a host or a URL, the fingerprint the identifier, <c>generatorURL</c> the link.
/// </summary>
public sealed class AlertmanagerFormat : IIntakeFormat
{
    private const int TitleLimit = 500;

    /// <inheritdoc />
    public SourceFormat Format => SourceFormat.Alertmanager;

    /// <inheritdoc />
    public int? MaxDocumentBytes => IntakeLines.MaxBodyBytes;

    /// <inheritdoc />
    public IReadOnlyList<DocumentLine>? ReadAll(JsonElement document, DateTimeOffset receivedAt)
    {
        if (!document.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
        {
            return [Refused(document, IntakeRefusals.Field("/alerts", "this is no notification of Alertmanager: a list of alerts is expected."))];
        }

        if (document.TryGetProperty("version", out var version) && version.ValueKind is not JsonValueKind.Null && version.ToString() != "4")
        {
            return [Refused(document, IntakeRefusals.Field("/version", "version 4 of the notification is expected."))];
        }

        var feed = document.TryGetProperty("receiver", out var receiver) && receiver.ValueKind == JsonValueKind.String ? OneLine.Of(receiver.GetString(), 200) : null;
        var lines = new List<DocumentLine>();
        foreach (var alert in alerts.EnumerateArray().Take(IntakeLines.MaxLines))
        {
            var read = Read(alert, receivedAt, out var refusal);
            lines.Add(new(Raw(alert), read is null ? null : read with { Feed = feed is { Length: > 0 } ? feed : null }, refusal));
        }

        if (alerts.GetArrayLength() > IntakeLines.MaxLines)
        {
            lines.Add(Refused(document, IntakeRefusals.TooManyLines(IntakeLines.MaxLines)));
        }

        // What was left out on the way must not look as if it had not happened.
        if (document.TryGetProperty("truncatedAlerts", out var left) && left.ValueKind == JsonValueKind.Number && left.TryGetInt64(out var count) && count > 0)
        {
            lines.Add(new(Encoding.UTF8.GetBytes(left.GetRawText()), null, IntakeRefusals.Field("/truncatedAlerts", string.Create(CultureInfo.InvariantCulture, $"Alertmanager left out {count} alerts. Raise max_alerts of the receiver, or set it to 0."))));
        }

        return lines;
    }

    /// <inheritdoc />
    public IncomingAlert? Read(JsonElement line, DateTimeOffset receivedAt, out Refusal? refusal)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            refusal = IntakeRefusals.Field("/alerts", "each alert is an object.");
            return null;
        }

        var fields = new FieldReader(line, nested: true);
        var name = fields.Needed("labels.alertname", 300, "the label alertname is needed.");
        var about = fields.Text("annotations.summary", 20_000) ?? fields.Text("annotations.description", 20_000) ?? fields.Text("annotations.message", 20_000);
        var status = fields.Needed("status", 20, "firing or resolved is expected.");
        if (status.Length > 0 && status is not ("firing" or "resolved"))
        {
            fields.Refuse<string>("status", "firing or resolved is expected.");
        }

        var alert = WithSource(
            new IncomingAlert
            {
                Title = OneLine.Of(about is null ? name : $"{name}: {about}", TitleLimit),
                Classification = Classification(fields),
                Identifier = fields.Name("fingerprint"),
                Severity = SeverityOf(fields.Text("labels.severity", 200)),
                Tlp = Label(fields),
                OccurredAt = fields.Time("startsAt", receivedAt),
                Resolved = status == "resolved",
                Link = fields.Text("generatorURL", 2_000) is { } link && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? link : null,
            },
            fields.Text("labels.instance", 2_000));
        refusal = fields.Refusal;
        return refusal is null ? alert : null;
    }

    private static string Classification(FieldReader fields)
        => fields.Name("labels.rsit") is not { } name ? "undetermined"
            : Rsit.TryRead(name, out var type) ? type.Name
            : fields.Refuse<string>("labels.rsit", "an RSIT type is expected, for example outage, or no such label.") ?? "";

    private static Tlp? Label(FieldReader fields)
        => fields.Name("labels.tlp") is not { } name ? null
            : TlpLabels.TryRead(name, out var tlp) ? tlp
            : fields.Refuse<Tlp?>("labels.tlp", "a TLP 2.0 label is expected: CLEAR, GREEN, AMBER, AMBER+STRICT or RED.");

    /// <summary>The words that people use; of any other, the source's default counts.</summary>
    private static Severity? SeverityOf(string? said) => said?.ToUpperInvariant() switch
    {
        "CRITICAL" or "EMERGENCY" or "DISASTER" => Severity.Critical,
        "HIGH" or "ERROR" or "PAGE" or "MAJOR" => Severity.High,
        "MEDIUM" or "WARNING" or "WARN" or "AVERAGE" or "TICKET" => Severity.Medium,
        "LOW" or "INFO" or "INFORMATION" or "INFORMATIONAL" or "MINOR" or "NOTICE" or "NONE" => Severity.Low,
        _ => null,
    };

    /// <summary>An instance is what the exporter calls it: mostly host and port, of probes a URL, else a name that says nothing here.</summary>
    private static IncomingAlert WithSource(IncomingAlert alert, string? instance)
    {
        if (instance is null)
        {
            return alert;
        }

        if (instance.Contains("://", StringComparison.Ordinal))
        {
            return UrlText.TryRead(instance, out var url) ? alert with { SourceUrl = url } : alert;
        }

        var (host, port) = (instance, (int?)null);
        var colon = instance.LastIndexOf(':');
        if (colon > 0 && (instance[colon - 1] == ']' || instance.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(instance.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535)
        {
            (host, port) = (instance[..colon], number);
        }

        host = host.Trim('[', ']');
        return IpText.TryRead(host, out string? address) ? alert with { SourceIp = address, SourcePort = port }
            : DomainText.TryRead(host, out var domain) ? alert with { SourceFqdn = domain, SourcePort = port }
            : alert;
    }

    private static DocumentLine Refused(JsonElement document, Refusal refusal) => new(Raw(document), null, refusal);

    private static byte[] Raw(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());
}
