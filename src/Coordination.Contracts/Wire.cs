using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Coordination.Contracts;

/// <summary>The one way JSON is written and read: camel case, enumerations as lower-case kebab strings, unknown fields ignored.</summary>
public static class Wire
{
    /// <summary>Options for everything that leaves the process.</summary>
    public static JsonSerializerOptions Json { get; } = Make(JsonUnmappedMemberHandling.Skip);

    /// <summary>Options for requests that change something: an unknown field is an error, so that a typing mistake is not taken for agreement, and so is one that is there twice: a filter before us may read the other.</summary>
    public static JsonSerializerOptions Strict { get; } = Make(JsonUnmappedMemberHandling.Disallow);

    /// <summary>Applies the same settings to options that a framework owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowOutOfOrderMetadataProperties = true;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NullMayBeMissing } };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Make(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions { UnmappedMemberHandling = unknown, AllowDuplicateProperties = unknown == JsonUnmappedMemberHandling.Skip };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Nulls are not written, so a parameter that takes null cannot be demanded when reading.</summary>
    private static void NullMayBeMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true, IsMemberInitializer: false })
            {
                property.IsRequired = false;
            }
        }
    }
}
