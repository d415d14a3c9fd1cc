using System.Text.Json.Serialization;

namespace Coordination.Contracts.Escalation;

/// <summary>Names an escalation policy.</summary>
[JsonConverter(typeof(IdConverter<PolicyId>))]
public readonly record struct PolicyId(string Value) : IId<PolicyId>
{
    public static PolicyId Of(string value) => new(value);

    public static PolicyId Parse(string s, IFormatProvider? provider) => Id.Parse<PolicyId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out PolicyId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
