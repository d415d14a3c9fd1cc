using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coordination.Contracts;

namespace Coordination.Domain.Journal;

/// <summary>Events of one kind as the journal keeps them: their name beside them, their fields as JSON.</summary>
public static class EventJson<TEvent> where TEvent : class
{
    private static readonly Dictionary<Type, string> NameOfType = typeof(TEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .ToDictionary(attribute => attribute.DerivedType, attribute => (string)attribute.TypeDiscriminator!);

    private static readonly Dictionary<string, Type> TypeOfName = NameOfType.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The names of all events of the kind.</summary>
    public static IReadOnlyCollection<string> Names => TypeOfName.Keys;

    /// <summary>An event as the journal takes it.</summary>
    public static JournalEvent Write(Recorded<TEvent> recorded)
        => NameOfType.TryGetValue(recorded.Event.GetType(), out var name)
            ? new(name, 1, recorded.At, recorded.Actor, recorded.Cause, JsonSerializer.SerializeToUtf8Bytes(recorded.Event, recorded.Event.GetType(), Wire.Json), recorded.Exercise)
            : throw new InvalidOperationException($"{recorded.Event.GetType().Name} has no [JsonDerivedType] on {typeof(TEvent).Name}.");

    /// <summary>An event as it was written. An unknown type is never skipped.</summary>
    /// <exception cref="UnknownEventException">The type's name is not known to this version of the program.</exception>
    public static Recorded<TEvent> Read(RecordedEvent recorded)
    {
        var type = TypeOfName.GetValueOrDefault(recorded.Type) ?? throw new UnknownEventException(
            $"{recorded.Stream} version {recorded.Version} holds '{recorded.Type}', which this version does not know. Run the version that wrote it, or a newer one.");
        var happened = (TEvent?)JsonSerializer.Deserialize(recorded.Body.Span, type, Wire.Json)
            ?? throw new JsonException($"{recorded.Stream} version {recorded.Version} holds null.");
        return new(happened, recorded.Version, recorded.At, recorded.Actor, recorded.Cause, recorded.Exercise);
    }
}

/// <summary>The journal holds an event that this version of the program does not know.</summary>
public sealed class UnknownEventException : Exception
{
    public UnknownEventException()
    {
    }

    public UnknownEventException(string message) : base(message)
    {
    }

    public UnknownEventException(string message, Exception inner) : base(message, inner)
    {
    }
}
