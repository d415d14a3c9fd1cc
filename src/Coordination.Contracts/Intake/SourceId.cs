using System.Text.Json.Serialization;

namespace Coordination.Contracts.Intake;

/// <summary>Names a source of alerts, for example <c>sinkhole</c>.</summary>
[JsonConverter(typeof(IdConverter<SourceId>))]
public readonly record struct SourceId(string Value) : IId<SourceId>
{
    public static SourceId Of(string value) => new(value);

    public static SourceId Parse(string s, IFormatProvider? provider) => Id.Parse<SourceId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out SourceId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
