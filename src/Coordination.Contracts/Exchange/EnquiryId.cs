using System.Text.Json.Serialization;

namespace Coordination.Contracts.Exchange;

/// <summary>Names one request to or from a partner.</summary>
[JsonConverter(typeof(IdConverter<EnquiryId>))]
public readonly record struct EnquiryId(string Value) : IId<EnquiryId>
{
    public static EnquiryId Of(string value) => new(value);

    public static EnquiryId Parse(string s, IFormatProvider? provider) => Id.Parse<EnquiryId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out EnquiryId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
