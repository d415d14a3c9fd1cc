using System.Text.Json.Serialization;

namespace Coordination.Contracts.Intake;

/// <summary>Names one alert as it was accepted.</summary>
[JsonConverter(typeof(IdConverter<AlertId>))]
public readonly record struct AlertId(string Value) : IId<AlertId>
{
    public static AlertId Of(string value) => new(value);

    public static AlertId Parse(string s, IFormatProvider? provider) => Id.Parse<AlertId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out AlertId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
