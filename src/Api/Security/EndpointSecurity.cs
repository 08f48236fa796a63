namespace AiSre.Api.Security;

internal sealed record RoleRequirement(Role Role);

internal sealed record OpenEndpoint;

/// <summary>Whether a session of the console opens an endpoint.</summary>
internal sealed record SessionRule(bool NothingElse);

/// <summary>How an endpoint says who may call it. One that says nothing needs admin.</summary>
public static class EndpointSecurity
{
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, Role role) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new RoleRequirement(role)));
        return builder;
    }

    /// <summary>A page of the console: a session opens it and nothing else, so that no key is sent where a cookie is.</summary>
    internal static TBuilder TakesSessionOnly<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new SessionRule(NothingElse: true));

    /// <summary>A page beside the console, which is only read: a session opens it as a key does.</summary>
    internal static TBuilder TakesSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new SessionRule(NothingElse: false));

    /// <summary>No key at all: only for /health, /metrics, the static files of the console, and what a vendor's signature opens.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(static endpoint => endpoint.Metadata.Add(new OpenEndpoint()));
        return builder;
    }
}
