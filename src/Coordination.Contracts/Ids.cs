using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordination.Contracts;

/// <summary>A typed identifier: a short string on the wire and in the journal. Letters, digits and <c>. _ - @</c> only, 1 to 64 characters.</summary>
public interface IId<TSelf> : IParsable<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>The identifier as it is written on the wire.</summary>
    string Value { get; }

    /// <summary>Makes an identifier of a text that has been checked.</summary>
    static abstract TSelf Of(string value);
}

/// <summary>What all identifiers have in common: their alphabet and how they are read.</summary>
public static class Id
{
    /// <summary>The longest identifier, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a text can be an identifier.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text)
        => text is { Length: > 0 and <= MaxLength } && text.AsSpan().IndexOfAnyExcept(Allowed) < 0;

    /// <summary>A new identifier that sorts by time of making (UUID version 7, 32 hexadecimal digits).</summary>
    public static TId New<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.Of(Guid.CreateVersion7(now).ToString("N"));

    /// <summary>Reads an identifier, or throws <see cref="FormatException"/>.</summary>
    public static TId Parse<TId>(string text) where TId : struct, IId<TId>
        => IsValid(text) ? TId.Of(text) : throw new FormatException($"'{text}' is not an identifier.");

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@");
}

/// <summary>Writes an identifier as a JSON string.</summary>
public sealed class IdConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && Id.IsValid(text)
            ? TId.Of(text)
            : throw new JsonException($"A {typeof(TId).Name} is a string of 1 to {Id.MaxLength} letters, digits or . _ - @.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Id.Parse<TId>(reader.GetString() ?? "");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.Value);
    }
}
