namespace AiSre.Api.Requests;

/// <summary>How an endpoint says what it reads from a request.</summary>
public static class EndpointRequests
{
    /// <summary>Its query parameters: those that it reads through <see cref="QueryReader"/>, and no others are accepted.</summary>
    public static TBuilder WithQuery<TBuilder>(
        this TBuilder builder, params QueryParameter[] parameters) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryParameters([.. parameters]));

    /// <summary>For pages and files of other people's programs, which send what they like.</summary>
    public static TBuilder WithAnyQuery<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AnyQuery());

    public static TBuilder WithHeaders<TBuilder>(
        this TBuilder builder, params HeaderParameter[] parameters) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new HeaderParameters([.. parameters]));

    /// <summary>What a parameter of the route is, with an example.</summary>
    public static TBuilder WithPath<TBuilder>(this TBuilder builder, string name, string description, string example)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PathParameter(name, description, example));
}
