using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Coordination's own JSON: <c>title</c> and <c>classification</c>, and as far as known <c>identifier</c>, <c>severity</c>, <c>tlp</c>,
/// <c>source</c> and <c>destination</c> (objects), <c>malware</c>, <c>occurredAt</c>, <c>feed</c> and <c>exercise</c> (true or false). What it does not know stays in the original.
/// </summary>
public sealed class NativeFormat : IIntakeFormat
{
    private const int TitleLimit = 500;

    /// <inheritdoc />
    public SourceFormat Format => SourceFormat.Native;

    /// <inheritdoc />
    public IncomingAlert? Read(JsonElement line, DateTimeOffset receivedAt, out Refusal? refusal)
    {
        var fields = new FieldReader(line, nested: true);
        var alert = Endpoints.ReadInto(
            new IncomingAlert
            {
                Title = fields.Needed("title", TitleLimit, "a title is needed: what happened, in one sentence."),
                Classification = Classification(fields),
                Identifier = fields.Name("identifier"),
                Severity = ReadSeverity(fields),
                Tlp = fields.Tlp(),
                MalwareName = fields.Name("malware"),
                OccurredAt = fields.Time("occurredAt", receivedAt),
                Feed = fields.Name("feed"),
                Exercise = fields.Flag("exercise"),
            },
            fields);
        refusal = fields.Refusal;
        return refusal is null ? alert : null;
    }

    private static string Classification(FieldReader fields)
    {
        const string Expected = "an RSIT type is expected, for example infected-system, or undetermined if it is not known.";
        var name = fields.Needed("classification", 200, Expected);
        return Rsit.TryRead(name, out var type) ? type.Name : fields.Refuse<string>("classification", Expected) ?? "";
    }

    private static Severity? ReadSeverity(FieldReader fields) => fields.Name("severity")?.ToUpperInvariant() switch
    {
        null => null,
        "LOW" => Severity.Low,
        "MEDIUM" => Severity.Medium,
        "HIGH" => Severity.High,
        "CRITICAL" => Severity.Critical,
        _ => fields.Refuse<Severity?>("severity", "low, medium, high or critical is expected."),
    };
}
