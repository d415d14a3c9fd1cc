using System.Text.Json.Serialization;

namespace Coordination.Contracts.Access;

/// <summary>Names a machine's token (not its secret).</summary>
[JsonConverter(typeof(IdConverter<TokenId>))]
public readonly record struct TokenId(string Value) : IId<TokenId>
{
    public static TokenId Of(string value) => new(value);

    public static TokenId Parse(string s, IFormatProvider? provider) => Id.Parse<TokenId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out TokenId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
