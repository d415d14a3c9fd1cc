using System.Text.Json.Serialization;

namespace Coordination.Contracts.Partners;

/// <summary>Names one partner: a CERT, an authority or a company outside.</summary>
[JsonConverter(typeof(IdConverter<PartnerId>))]
public readonly record struct PartnerId(string Value) : IId<PartnerId>
{
    public static PartnerId Of(string value) => new(value);

    public static PartnerId Parse(string s, IFormatProvider? provider) => Id.Parse<PartnerId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out PartnerId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
