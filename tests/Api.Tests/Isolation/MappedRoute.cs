using System.Text.RegularExpressions;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Isolation;

/// <summary>A route with one of its verbs, as the program has mapped it.</summary>
internal sealed partial record MappedRoute(string Method, string Pattern, RouteEndpoint Endpoint)
{
    public string Name => $"{Method} {Pattern}";

    /// <summary>It needs no key.</summary>
    public bool IsOpen => Endpoint.Metadata.GetMetadata<OpenEndpoint>() is not null;

    /// <summary>Only a session opens it.</summary>
    public bool IsPage => Endpoint.Metadata.GetMetadata<SessionRule>() is { NothingElse: true };

    /// <summary>The least that opens it.</summary>
    public Role Role => Endpoint.Metadata.GetMetadata<AccessRule>()?.Role ?? Role.Admin;

    /// <summary>What it is for.</summary>
    public KeyScope Scope => Endpoint.Metadata.GetMetadata<AccessRule>()?.Scope ?? KeyScope.Administer;

    /// <summary>Names of what its address names, in order.</summary>
    public IReadOnlyList<string> Holes => [.. HolePattern().Matches(Pattern).Select(hole => hole.Groups[1].Value)];

    /// <summary>Names of what its query may hold.</summary>
    public IReadOnlyList<string> Query => [.. (DeclaredQuery.Of(Endpoint.Metadata)?.Parameters ?? []).Select(parameter => parameter.Name)];

    public bool TakesBody => EndpointPolicy.Of(Endpoint).TakesBody;

    public static IReadOnlyList<MappedRoute> Of(EmbeddedHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                new MappedRoute(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint)))
            .Where(route => !IsBehindTheDashboard(route.Pattern)),
    ];

    /// <summary>Once somebody has looked at Orleans' dashboard its own routes are listed too; they are reached by way of ours only.</summary>
    private static bool IsBehindTheDashboard(string pattern) =>
        pattern.StartsWith("/dashboard", StringComparison.Ordinal) && pattern != "/dashboard/{**path}";

    public string Fill(Func<string, string> value) => HolePattern().Replace(Pattern, hole => value(hole.Groups[1].Value));

    [GeneratedRegex(@"\{\**([A-Za-z]+)(?::[a-z]+)?\??\}")]
    private static partial Regex HolePattern();
}
