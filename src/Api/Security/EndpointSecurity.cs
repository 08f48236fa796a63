namespace AiSre.Api.Security;

internal sealed record RoleRequirement(Role Role);

internal sealed record OpenEndpoint;

/// <summary>How an endpoint says who may call it. One that says nothing needs admin.</summary>
public static class EndpointSecurity
{
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, Role role) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new RoleRequirement(role)));
        return builder;
    }

    /// <summary>No key at all: only for /health, /metrics, the static files of the console, and what a vendor's signature opens.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(static endpoint => endpoint.Metadata.Add(new OpenEndpoint()));
        return builder;
    }
}
