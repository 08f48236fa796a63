using System.Text.Json.Nodes;
using AiSre.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AiSre.Api.Description;

/// <summary>An operation's name and who may call it.</summary>
internal static class OperationIdentity
{
    private const string RequiredRole = "x-required-role";
    private const string RequiredScope = "x-required-scope";

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var methods = metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
        // The first method has the name; a second one of the same endpoint is called after it.
        if (methods.Count > 1 && context.Description.HttpMethod is { } method && !method.Equals(methods[0], StringComparison.OrdinalIgnoreCase))
            operation.OperationId += method[0] + method[1..].ToLowerInvariant();
        if (metadata.OfType<OpenEndpoint>().Any())
        {
            operation.Security = [];
            operation.Description = $"{operation.Description}\n\nOpen to all, without a key.".Trim();
            return;
        }
        var access = metadata.OfType<AccessRule>().Single();
        var (role, scope) = (access.Role.Word(), access.Scope.Word());
        operation.Description = $"{operation.Description}\n\nNeeds the role {role} and the scope {scope}.".Trim();
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[RequiredRole] = new JsonNodeExtension(JsonValue.Create(role));
        operation.Extensions[RequiredScope] = new JsonNodeExtension(JsonValue.Create(scope));
    }
}
