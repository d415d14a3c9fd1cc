using System.Text.Json.Serialization;

namespace Coordination.Contracts.Attachments;

/// <summary>Names one attachment, whatever it is attached to.</summary>
[JsonConverter(typeof(IdConverter<AttachmentId>))]
public readonly record struct AttachmentId(string Value) : IId<AttachmentId>
{
    public static AttachmentId Of(string value) => new(value);

    public static AttachmentId Parse(string s, IFormatProvider? provider) => Id.Parse<AttachmentId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out AttachmentId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
