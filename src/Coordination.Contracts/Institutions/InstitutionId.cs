using System.Text.Json.Serialization;

namespace Coordination.Contracts.Institutions;

/// <summary>Names one institution of the constituency.</summary>
[JsonConverter(typeof(IdConverter<InstitutionId>))]
public readonly record struct InstitutionId(string Value) : IId<InstitutionId>
{
    public static InstitutionId Of(string value) => new(value);

    public static InstitutionId Parse(string s, IFormatProvider? provider) => Id.Parse<InstitutionId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out InstitutionId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
