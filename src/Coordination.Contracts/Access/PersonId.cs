using System.Text.Json.Serialization;

namespace Coordination.Contracts.Access;

/// <summary>Names a person who signs in. A name or address never stands in an identifier.</summary>
[JsonConverter(typeof(IdConverter<PersonId>))]
public readonly record struct PersonId(string Value) : IId<PersonId>
{
    public static PersonId Of(string value) => new(value);

    public static PersonId Parse(string s, IFormatProvider? provider) => Id.Parse<PersonId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out PersonId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
