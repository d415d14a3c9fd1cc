using System.Text.Json.Serialization;

namespace Coordination.Contracts.Advisories;

/// <summary>Names one advisory (not its readable number).</summary>
[JsonConverter(typeof(IdConverter<AdvisoryId>))]
public readonly record struct AdvisoryId(string Value) : IId<AdvisoryId>
{
    public static AdvisoryId Of(string value) => new(value);

    public static AdvisoryId Parse(string s, IFormatProvider? provider) => Id.Parse<AdvisoryId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out AdvisoryId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
