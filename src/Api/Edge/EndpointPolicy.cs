using System.Runtime.CompilerServices;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.Metadata;

namespace AiSre.Api.Edge;

/// <summary>What the edge must know about an endpoint, looked up once per endpoint instead of once per request.</summary>
internal sealed class EndpointPolicy
{
    private static readonly ConditionalWeakTable<Endpoint, EndpointPolicy> Known = [];
    private static readonly EndpointPolicy Unmatched = new(null);

    /// <summary>The start refuses endpoints that say nothing; should one come later, it opens to nobody who may not do everything.</summary>
    private static readonly AccessRule Unsaid = new(Role.Admin, KeyScope.Administer);

    private EndpointPolicy(Endpoint? endpoint)
    {
        var metadata = endpoint?.Metadata ?? EndpointMetadataCollection.Empty;
        Open = metadata.GetMetadata<OpenEndpoint>() is not null;
        // An address that does not exist, or not with this method, is nobody's secret: any valid key may learn that.
        Access = endpoint is RouteEndpoint ? metadata.GetMetadata<AccessRule>() ?? Unsaid : null;
        Session = metadata.GetMetadata<SessionRule>();
        BodyBytes = metadata.GetMetadata<BodyLimit>()?.Bytes ?? EdgeOptions.BodyBytes;
        IsIngest = metadata.GetMetadata<IngestPath>() is not null;
        TakesBody = endpoint is not RouteEndpoint || IsIngest
            || metadata.GetMetadata<IAcceptsMetadata>() is not null || metadata.GetMetadata<BodyLimit>() is not null;
        HasTimeout = endpoint is not null && metadata.GetMetadata<NoTimeout>() is null;
        var html = metadata.GetMetadata<HtmlPolicy>();
        ServesHtml = html is not null;
        HidesItsAddress = html is { IsOpenPage: true };
        IsPage = Session is { NothingElse: true } || HidesItsAddress;
        ContentSecurityPolicy = html?.ContentSecurityPolicy;
        Rate = RateClasses.Of(metadata, IsIngest, IsPage);
        Query = endpoint is RouteEndpoint ? DeclaredQuery.Of(metadata) : null;
        Metrics = RouteMetrics.For(endpoint);
    }

    public bool Open { get; }

    /// <summary>Null: any valid key.</summary>
    public AccessRule? Access { get; }

    /// <summary>Null: only a key opens it.</summary>
    public SessionRule? Session { get; }

    /// <summary>A page for people, whose refusals are pages too.</summary>
    public bool IsPage { get; }

    public long BodyBytes { get; }

    /// <summary>False: nobody would read one, so whoever sends it is not heeded.</summary>
    public bool TakesBody { get; }

    public bool IsIngest { get; }

    /// <summary>What its requests are counted as.</summary>
    public RateClass Rate { get; }

    public bool HasTimeout { get; }

    public bool ServesHtml { get; }

    /// <summary>No other page, ours included, is told that a reader comes from here.</summary>
    public bool HidesItsAddress { get; }

    public string? ContentSecurityPolicy { get; }

    /// <summary>Null: it is not looked at what the query holds.</summary>
    public DeclaredQuery? Query { get; }

    public RouteMetrics Metrics { get; }

    public static EndpointPolicy Of(Endpoint? endpoint) =>
        endpoint is null ? Unmatched : Known.GetValue(endpoint, static endpoint => new(endpoint));
}
