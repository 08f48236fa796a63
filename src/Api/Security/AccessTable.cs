using Microsoft.AspNetCore.Hosting;

namespace AiSre.Api.Security;

/// <summary>One row of the table of access.</summary>
/// <param name="Method">One of the endpoint's; <c>*</c> when it takes any.</param>
/// <param name="Route">Its template.</param>
/// <param name="Rule">Null: open to all.</param>
/// <param name="SessionOnly">A page of the console, which no key opens.</param>
internal sealed record AccessRow(string Method, string Route, AccessRule? Rule, bool SessionOnly)
{
    public override string ToString() =>
        $"{Method} {Route}: {(Rule is null ? "open" : $"{Rule.Role.Word()}, {Rule.Scope.Word()}")}{(SessionOnly ? ", session" : "")}";
}

/// <summary>Who may call what: a row for each method of each endpoint, read from the endpoints themselves.</summary>
internal static class AccessTable
{
    /// <exception cref="InvalidOperationException">An endpoint says not exactly once who may call it.</exception>
    public static IReadOnlyList<AccessRow> Of(EndpointDataSource endpoints) => [.. endpoints.Endpoints.OfType<RouteEndpoint>().SelectMany(RowsOf)];

    private static IEnumerable<AccessRow> RowsOf(RouteEndpoint endpoint)
    {
        var route = $"/{endpoint.RoutePattern.RawText?.Trim('/')}";
        var rules = endpoint.Metadata.GetOrderedMetadata<AccessRule>();
        var isOpen = endpoint.Metadata.GetMetadata<OpenEndpoint>() is not null;
        if (rules.Count + (isOpen ? 1 : 0) != 1)
        {
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} says {(rules.Count == 0 ? "not" : "more than once")} who may call it: " +
                "each endpoint needs exactly one of RequireRole and OpenToAll.");
        }
        if (rules is [var rule] && !ScopeRules.Of(rule.Role).Contains(rule.Scope))
        {
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} is for {rule.Role.Word()}, which has no use for the scope {rule.Scope.Word()}.");
        }
        var sessionOnly = endpoint.Metadata.GetMetadata<SessionRule>() is { NothingElse: true };
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return (methods.Count == 0 ? ["*"] : methods).Select(method => new AccessRow(method, route, rules.Count == 0 ? null : rules[0], sessionOnly));
    }
}

/// <summary>Reads the table when all endpoints are mapped and before the first request comes in, whoever has mapped them.</summary>
internal sealed class AccessCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        AccessTable.Of(app.ApplicationServices.GetRequiredService<EndpointDataSource>());
    };
}
