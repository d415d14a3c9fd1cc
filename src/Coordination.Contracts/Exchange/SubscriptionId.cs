using System.Text.Json.Serialization;

namespace Coordination.Contracts.Exchange;

/// <summary>Names one subscription to events, which go out by webhook.</summary>
[JsonConverter(typeof(IdConverter<SubscriptionId>))]
public readonly record struct SubscriptionId(string Value) : IId<SubscriptionId>
{
    public static SubscriptionId Of(string value) => new(value);

    public static SubscriptionId Parse(string s, IFormatProvider? provider) => Id.Parse<SubscriptionId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out SubscriptionId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
