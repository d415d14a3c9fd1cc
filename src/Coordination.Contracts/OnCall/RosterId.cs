using System.Text.Json.Serialization;

namespace Coordination.Contracts.OnCall;

/// <summary>Names a roster: who is on call.</summary>
[JsonConverter(typeof(IdConverter<RosterId>))]
public readonly record struct RosterId(string Value) : IId<RosterId>
{
    public static RosterId Of(string value) => new(value);

    public static RosterId Parse(string s, IFormatProvider? provider) => Id.Parse<RosterId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out RosterId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
