using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Journal;

/// <summary>What a row table was made from: its declaration and the shape of its rows' JSON. Another fingerprint, and it is made again from the journal.</summary>
internal static class RowFingerprint
{
    /// <summary>Raised when the engines lay rows out differently.</summary>
    private const int Layout = 1;

    public static string Of(RowTable table)
    {
        var text = new StringBuilder().Append(Layout).Append('|').Append(table.Name).Append('|').Append(table.SearchText is null ? "" : "search");
        foreach (var column in table.Columns)
        {
            text.Append('|').Append(column.Name).Append(':').Append(column.Type);
        }

        foreach (var index in table.Indexes)
        {
            text.Append('|').Append(index);
        }

        Describe(text, table.RowType, []);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Describe(StringBuilder text, Type type, HashSet<Type> seen)
    {
        text.Append('|').Append(type.Name);
        if (!seen.Add(type))
        {
            return;
        }

        var shape = Wire.Json.GetTypeInfo(type);
        if (type.IsEnum)
        {
            text.Append('=').AppendJoin(',', Enum.GetNames(type));
        }

        if (shape.ElementType is { } element)
        {
            Describe(text, element, seen);
        }

        if (shape.Kind == JsonTypeInfoKind.Object)
        {
            foreach (var property in shape.Properties)
            {
                text.Append('.').Append(property.Name);
                Describe(text, property.PropertyType, seen);
            }
        }
    }
}
