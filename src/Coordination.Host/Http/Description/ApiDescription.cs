using Coordination.Contracts;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Coordination.Host.Http.Description;

/// <summary>What the HTTP surface says of itself at <c>/openapi/v1.json</c>. Programs are made from it, so a test holds each answer against it.</summary>
internal static class ApiDescription
{
    /// <summary>The session of a browser.</summary>
    public const string Cookie = "session";

    /// <summary>The token of a machine.</summary>
    public const string Token = "token";

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
        => services.AddOpenApi("v1", static options =>
        {
            options.AddSchemaTransformer(DescribedTypes.DescribeAsync);
            options.AddOperationTransformer(DescribedOperations.DescribeAsync);
            options.AddDocumentTransformer(DescribeAsync);
        });

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Coordination", Version = "1" };
        var cookie = context.ApplicationServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).Cookie.Name;
        document.AddComponent(Cookie, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = cookie, Description = $"A person, after POST {Routes.SignIn}." });
        document.AddComponent(Token, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "coord_{id}_{secret}", Description = $"A machine; an administrator makes its token with POST {Routes.Tokens}." });
        document.Components?.Schemas?.Remove("ProblemDetails");

        // The framework maps these without saying what they answer.
        var health = await context.GetOrCreateSchemaAsync(typeof(HealthAnswer.Health), cancellationToken: cancellationToken);
        foreach (var path in (string[])["/health/live", "/health/ready"])
        {
            document.Paths[path] = new OpenApiPathItem
            {
                Operations = new()
                {
                    [HttpMethod.Get] = new()
                    {
                        Tags = new HashSet<OpenApiTagReference> { new("Health", document) },
                        Responses = new() { ["200"] = Answer("It is well.", health), ["503"] = Answer("It is not; the checks say why.", health) },
                    },
                },
            };
        }

        static OpenApiResponse Answer(string what, IOpenApiSchema schema)
            => new() { Description = what, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };
    }
}
