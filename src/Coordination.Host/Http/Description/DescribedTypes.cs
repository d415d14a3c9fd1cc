using Coordination.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Coordination.Host.Http.Description;

/// <summary>What the framework cannot see of our types: an identifier is a string, and so is an enumeration.</summary>
internal static class DescribedTypes
{
    private const string IdPattern = "^[A-Za-z0-9._@-]*$";

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var nullable = type != context.JsonTypeInfo.Type ? JsonSchemaType.Null : 0;
        if (IsId(type))
        {
            BeId(schema, nullable);
        }
        else if (schema.Type is { } kind && kind.HasFlag(JsonSchemaType.Array) && schema.Items is null && context.JsonTypeInfo.ElementType is { } element && IsId(element))
        {
            var items = new OpenApiSchema();
            BeId(items, 0);
            schema.Items = items;
        }
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | nullable;
        }

        // Nulls are not written.
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property is { IsGetNullable: true, IsRequired: false }))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static void BeId(OpenApiSchema schema, JsonSchemaType nullable)
        => (schema.Type, schema.MinLength, schema.MaxLength, schema.Pattern) = (JsonSchemaType.String | nullable, 1, Id.MaxLength, IdPattern);

    private static bool IsId(Type type) => type.IsValueType && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IId<>));
}
