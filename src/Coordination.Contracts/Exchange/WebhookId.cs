using System.Text.Json.Serialization;

namespace Coordination.Contracts.Exchange;

/// <summary>Names one delivery of one subscription; it is the <c>webhook-id</c> of every attempt.</summary>
[JsonConverter(typeof(IdConverter<WebhookId>))]
public readonly record struct WebhookId(string Value) : IId<WebhookId>
{
    public static WebhookId Of(string value) => new(value);

    public static WebhookId Parse(string s, IFormatProvider? provider) => Id.Parse<WebhookId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out WebhookId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
