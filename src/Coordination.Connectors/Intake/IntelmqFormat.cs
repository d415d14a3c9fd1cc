using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Intake;

/// <summary>
/// IntelMQ events as flat JSON. Needed are a feed, a type, a time and something to find the institution by; everything else is taken as far
/// as it is known and stays in the original. The RSIT class follows from the type, so <c>classification.taxonomy</c> is not asked for.
/// </summary>
public sealed class IntelmqFormat : IIntakeFormat
{
    /// <inheritdoc />
    public SourceFormat Format => SourceFormat.Intelmq;

    /// <inheritdoc />
    public IncomingAlert? Read(JsonElement line, DateTimeOffset receivedAt, out Refusal? refusal)
    {
        var fields = new FieldReader(line, nested: false);
        var called = fields.Needed("classification.type", 200, "an RSIT type is needed, for example infected-system.");
        if (!Rsit.TryRead(called, out var found))
        {
            fields.Refuse<string>("classification.type", "an RSIT type is expected, for example infected-system, or undetermined if it is not known.");
        }

        var observed = fields.Time("time.observation", receivedAt);
        var type = found?.Name ?? "";
        var spelt = Spelt(called);
        var alert = Endpoints.ReadInto(
            new IncomingAlert
            {
                Title = "",
                Classification = type,
                // A name that RSIT does not have (tor, blacklist, ransomware) is worth keeping where the source says nothing finer.
                Identifier = fields.Name("classification.identifier") ?? (spelt == type ? null : spelt),
                Severity = IntelmqSeverity.Of(spelt, type),
                Tlp = fields.Tlp(),
                Feed = Feed(fields),
                MalwareName = fields.Name("malware.name"),
                OccurredAt = fields.Time("time.source", receivedAt) ?? observed,
            },
            fields);
        CheckMinimum(alert, fields);
        refusal = fields.Refusal;
        return refusal is null ? alert with { Title = IntelmqTitle.Of(alert) } : null;
    }

    // IntelMQ writes one type in American English; that is no other name.
    private static string Spelt(string called)
#pragma warning disable CA1308 // RSIT is written in lower case.
        => called.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-').Replace("unauthorized", "unauthorised", StringComparison.Ordinal);
#pragma warning restore CA1308

    private static string? Feed(FieldReader fields)
    {
        var (name, provider) = (fields.Name("feed.name"), fields.Name("feed.provider"));
        return name ?? provider;
    }

    private static void CheckMinimum(IncomingAlert alert, FieldReader fields)
    {
        if (alert.Feed is null)
        {
            fields.Refuse<string>("feed.name", "a feed is needed: give feed.name or feed.provider.");
        }

        if (alert.OccurredAt is null)
        {
            fields.Refuse<string>("time.source", "a time is needed: give time.source or time.observation.");
        }

        if (alert is { SourceIp: null, SourceFqdn: null, SourceUrl: null, SourceNetwork: null, SourceAsn: null, SourceAccount: null })
        {
            fields.Refuse<string>("source.ip", "a source is needed: give source.ip, source.fqdn, source.url, source.network, source.asn or source.account.");
        }
    }
}
