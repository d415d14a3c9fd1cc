using System.Text.Json.Serialization;

namespace Coordination.Contracts.Access;

/// <summary>Names a passkey: a digest of what its device calls it.</summary>
[JsonConverter(typeof(IdConverter<PasskeyId>))]
public readonly record struct PasskeyId(string Value) : IId<PasskeyId>
{
    public static PasskeyId Of(string value) => new(value);

    public static PasskeyId Parse(string s, IFormatProvider? provider) => Id.Parse<PasskeyId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out PasskeyId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
