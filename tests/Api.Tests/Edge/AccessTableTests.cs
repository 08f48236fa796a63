using AiSre.Api.Security;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Edge;

/// <summary>Each endpoint says exactly once who may call it, or nothing starts.</summary>
public sealed class AccessTableTests
{
    [Fact]
    public async Task A_route_without_a_row_stops_the_start_and_is_named() =>
        await RefusedAsync(app => app.MapGet("/probe/unsaid", static () => "for whom?"), "/probe/unsaid", "says not who may call it");

    [Fact]
    public async Task So_does_one_with_two_rows()
    {
        await RefusedAsync(
            app => app.MapGroup("/probe").RequireRole(Role.Viewer, KeyScope.Read).MapPost("/twice", static () => "")
                .RequireRole(Role.Operator, KeyScope.Act),
            "/probe/twice", "says more than once who may call it");
        await RefusedAsync(
            app => app.MapGet("/probe/both", static () => "").RequireRole(Role.Viewer, KeyScope.Read).OpenToAll(), "/probe/both", "more than once");
    }

    [Fact]
    public async Task So_does_one_whose_scope_no_key_of_its_role_could_have() =>
        await RefusedAsync(
            app => app.MapGet("/probe/odd", static () => "").RequireRole(Role.Viewer, KeyScope.Administer), "/probe/odd", "no use for the scope");

    [Fact]
    public async Task Every_route_and_method_of_the_product_has_one_row()
    {
        // One of its own: where somebody has looked at Orleans' dashboard, the routes behind it are listed too.
        await using var host = await EmbeddedHost.StartAloneAsync();
        var rows = AccessTable.Of(host.Services.GetRequiredService<EndpointDataSource>());
        Assert.True(rows.Count > 200, $"Only {rows.Count} rows were found.");
        Assert.Contains(rows, row => row.ToString() == "POST /webhook: ingest, ingest");
        Assert.Contains(rows, row => row.ToString() == "PUT /definitions: admin, configure");
        Assert.Contains(rows, row => row.ToString() == "POST /actions/execute: operator, act");
        Assert.Contains(rows, row => row.ToString() == "DELETE /workspaces/{workspaceId}/keys/{keyId}: admin, administer");
        Assert.Contains(rows, row => row.ToString() == "POST /console/{workspace}/kill-switch: admin, administer, session");
        Assert.Contains(rows, row => row.ToString() == "GET /health: open");
        // What only sends or reads is for those roles, and what reads changes nothing.
        Assert.All(rows, row => Assert.Equal(row.Rule is { Role: Role.Ingest }, row.Rule is { Scope: KeyScope.Ingest }));
        Assert.All(
            rows.Where(row => row.Method is "PUT" or "DELETE"), row => Assert.True(row.Rule is not { Scope: KeyScope.Read }, row.ToString()));
    }

    private static async Task RefusedAsync(Action<WebApplication> map, string route, string why)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var host = await EdgeHost.StartAsync(map: map);
        });
        Assert.Contains(route, failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }
}
