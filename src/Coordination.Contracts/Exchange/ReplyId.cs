using System.Text.Json.Serialization;

namespace Coordination.Contracts.Exchange;

/// <summary>Names one answer to an object that a partner gave.</summary>
[JsonConverter(typeof(IdConverter<ReplyId>))]
public readonly record struct ReplyId(string Value) : IId<ReplyId>
{
    public static ReplyId Of(string value) => new(value);

    public static ReplyId Parse(string s, IFormatProvider? provider) => Id.Parse<ReplyId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out ReplyId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
