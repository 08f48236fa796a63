using Microsoft.AspNetCore.Http.Metadata;

namespace AiSre.Api.Edge;

/// <summary>Read by the framework's routing too, which hands the limit to the server before the body is read.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    long? IRequestSizeLimitMetadata.MaxRequestBodySize => Bytes;
}

internal sealed record NoTimeout;

internal sealed record IngestPath;

/// <param name="ContentSecurityPolicy">Null: the endpoint sends its own.</param>
/// <param name="IsOpenPage">A page that opens without a session: its refusals are pages, and its address is told to nobody.</param>
internal sealed record HtmlPolicy(string? ContentSecurityPolicy, bool IsOpenPage = false);

/// <summary>How an endpoint differs from the defaults of <see cref="EdgeOptions"/>.</summary>
public static class EndpointLimits
{
    /// <summary>Everything from ourselves, no inline script, nobody may frame us.</summary>
    public const string StrictContentPolicy =
        "default-src 'self'; script-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long bytes) where TBuilder : IEndpointConventionBuilder =>
        builder.Mark(new BodyLimit(bytes));

    /// <summary>
    /// A webhook: 5 MiB, and no timer around small bodies. There the server's own minimum rate of 240 bytes/s already ends a body of
    /// 7 KB within 30 s, and grain calls time out by themselves; a timer for each of 30,000 requests/s would guard nothing more.
    /// </summary>
    public static TBuilder AsIngest<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithBodyLimit(EdgeOptions.WebhookBodyBytes).Mark(new IngestPath());

    /// <summary>Streams that stay open: server-sent events, MCP.</summary>
    public static TBuilder WithoutTimeout<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.Mark(new NoTimeout());

    /// <summary>
    /// A page: gets a content security policy, and a browser without a key is asked for one. Null: the endpoint sends its own policy.
    /// </summary>
    public static TBuilder ServesHtml<TBuilder>(this TBuilder builder, string? contentPolicy = StrictContentPolicy)
        where TBuilder : IEndpointConventionBuilder => builder.Mark(new HtmlPolicy(contentPolicy));

    /// <summary>A page that opens without a session, by what is in its address: nothing of that leaves in a referrer.</summary>
    public static TBuilder ServesOpenPage<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.Mark(new HtmlPolicy(StrictContentPolicy + "; form-action 'self'", IsOpenPage: true));

    private static TBuilder Mark<TBuilder>(this TBuilder builder, object metadata) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
