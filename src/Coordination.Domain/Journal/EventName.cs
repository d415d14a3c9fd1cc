using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Coordination.Domain.Journal;

/// <summary>The stable name of an event or command: the one it has in the journal.</summary>
public static class EventName
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static string Of(object happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Names.GetOrAdd(happened.GetType(), static type =>
            type.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).FirstOrDefault(attribute => attribute.DerivedType == type)?.TypeDiscriminator as string
            ?? type.Name);
    }
}
