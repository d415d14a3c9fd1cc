using System.Text.Json.Serialization;

namespace Coordination.Contracts.Notification;

/// <summary>Names a notification: what one party must know about one thing.</summary>
[JsonConverter(typeof(IdConverter<NotificationId>))]
public readonly record struct NotificationId(string Value) : IId<NotificationId>
{
    public static NotificationId Of(string value) => new(value);

    public static NotificationId Parse(string s, IFormatProvider? provider) => Id.Parse<NotificationId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out NotificationId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
