using System.Text.Json;
using Coordination.Contracts;

namespace Coordination.Domain;

/// <summary>JSON as it is kept in the journal, in the outbox and in rows: the same settings as on the wire.</summary>
public static class DomainJson
{
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json);

    public static T Read<T>(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize<T>(json, Wire.Json) ?? throw new JsonException($"A {typeof(T).Name} was expected, null was found.");
}
