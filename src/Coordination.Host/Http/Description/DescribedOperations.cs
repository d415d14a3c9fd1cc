using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Host.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Coordination.Host.Http.Description;

/// <summary>
/// What all endpoints of a sort have in common and none says of itself: who may come in, which headers a change takes, and how it is refused. It is read from what the endpoint is,
/// so that a new one is described without being told to.
/// </summary>
internal static class DescribedOperations
{
    private const string Problem = nameof(Contracts.Problem);

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(Problem) is not true)
        {
            document.AddComponent(Problem, await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken));
        }

        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var changes = endpoint.OfType<MethodInfo>().SelectMany(method => method.GetParameters()).Any(parameter => parameter.ParameterType == typeof(Asking));
        var open = endpoint.OfType<IAllowAnonymous>().Any();
        operation.Responses ??= [];
        foreach (var status in Refusals(context, operation, changes, open).Where(status => !operation.Responses.ContainsKey(status)))
        {
            operation.Responses[status] = new OpenApiResponse();
        }

        foreach (var (status, answer) in operation.Responses.OfType<KeyValuePair<string, IOpenApiResponse>>())
        {
            Refuse(status, (OpenApiResponse)answer, document);
        }

        if (!open)
        {
            operation.Security = [new() { [new(ApiDescription.Cookie, document)] = [] }, new() { [new(ApiDescription.Token, document)] = [] }];
            var rights = endpoint.OfType<IAuthorizeData>().Select(one => one.Policy?.Split(AccessPolicies.Or) ?? []).Where(any => any.Length > 0 && any.All(policy => Enum.TryParse<Right>(policy, out _)))
                .Select(any => string.Join(AccessPolicies.Or, any.Select(JsonNamingPolicy.KebabCaseLower.ConvertName))).Distinct().ToArray();
            operation.Description ??= rights.Length > 0 ? $"Needs the right {string.Join(" and ", rights)}." : "Needs that one is signed in.";
        }

        if (changes)
        {
            (operation.Parameters ??= []).Add(Header("Idempotency-Key", "Names this change. Sent again under the same key it is not made twice, and gets the first answer.", 1, 200));
            operation.Parameters.Add(Header("If-Match", "The version that was seen, as the ETag gave it. Refused with 412 if it is no longer the last.", 1, 200));
        }
    }

    private static IEnumerable<string> Refusals(OpenApiOperationTransformerContext context, OpenApiOperation operation, bool changes, bool open)
    {
        if (operation.RequestBody is not null)
        {
            yield return "413";
        }

        if (context.Description.HttpMethod is not ("GET" or "HEAD"))
        {
            // From another site, or in a form that a page of another site could send.
            yield return "403";
            yield return "415";
            // A stranger who sends what no path takes is asked who they are first, even where one that is taken needs nobody.
            yield return "401";
        }

        if (operation.RequestBody is not null || changes || operation.Parameters is { Count: > 0 })
        {
            yield return "400";
        }

        if (changes)
        {
            yield return "404";
            yield return "409";
            yield return "412";
        }

        if (!open)
        {
            yield return "401";
            yield return "403";
        }

        // Too much at once, or too often what is wrong.
        yield return "429";
        // No answer in time, and what went wrong here.
        yield return "500";
        yield return "503";
    }

    private static void Refuse(string status, OpenApiResponse answer, OpenApiDocument document)
    {
        if (!int.TryParse(status, CultureInfo.InvariantCulture, out var number) || number < 400)
        {
            return;
        }

        if (string.IsNullOrEmpty(answer.Description))
        {
            answer.Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(number);
        }

        if (answer.Content is not { Count: > 0 } content || content.ContainsKey(Problems.ContentType))
        {
            answer.Content = new Dictionary<string, OpenApiMediaType> { [Problems.ContentType] = new() { Schema = new OpenApiSchemaReference(Problem, document) } };
        }
    }

    private static OpenApiParameter Header(string name, string what, int least, int most)
        => new() { Name = name, In = ParameterLocation.Header, Description = what, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = least, MaxLength = most } };
}
