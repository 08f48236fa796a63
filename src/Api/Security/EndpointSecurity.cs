namespace AiSre.Api.Security;

/// <summary>How an endpoint says who may call it. One that says nothing, or says it twice, stops the start (<see cref="AccessTable"/>).</summary>
public static class EndpointSecurity
{
    /// <param name="builder">The endpoint.</param>
    /// <param name="role">The least that does.</param>
    /// <param name="scope">What the endpoint is for; keys that are held to scopes need this one.</param>
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, Role role, KeyScope scope) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new AccessRule(role, scope)));
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
