using System.Text.Json.Serialization;

namespace Coordination.Contracts.Access;

/// <summary>Names a session. What opens it stands in its cookie, never here.</summary>
[JsonConverter(typeof(IdConverter<SessionId>))]
public readonly record struct SessionId(string Value) : IId<SessionId>
{
    public static SessionId Of(string value) => new(value);

    public static SessionId Parse(string s, IFormatProvider? provider) => Id.Parse<SessionId>(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out SessionId result)
    {
        var valid = Id.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
