using System.Text.Json.Serialization;

namespace Coordination.Contracts.Incidents;

/// <summary>Names one incident (not its readable number).</summary>
[JsonConverter(typeof(IdConverter<IncidentId>))]
public readonly record struct IncidentId(string Value) : IId<IncidentId>
{
    public static IncidentId Of(string value) => new(value);

    public static IncidentId Parse(string s, IFormatProvider? provider) => Id.Parse<IncidentId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out IncidentId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
