using AiSre.Domain.Access;

namespace AiSre.Api.Tests.Edge;

public sealed class RoleAndWorkspaceTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private readonly EdgeHost host = fixture.Host;

    [Theory]
    [InlineData(EdgeHost.Eyes, "/probe/who", 200)]
    [InlineData(EdgeHost.Eyes, "/probe/act", 403)]
    [InlineData(EdgeHost.Ops, "/probe/act", 200)]
    [InlineData(EdgeHost.Root, "/probe/act", 200)]
    [InlineData(EdgeHost.Prom, "/probe/who", 403)]
    [InlineData(EdgeHost.Ops, "/probe/admin", 403)]
    [InlineData(EdgeHost.Root, "/probe/admin", 200)]
    public async Task A_role_opens_what_it_covers(string key, string path, int status)
    {
        using var answer = await host.GetAsync(path, key);
        if (status == 403) await answer.ProblemAsync(403, "insufficient_role");
        else Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(EdgeHost.Prom, 200)]
    [InlineData(EdgeHost.Ops, 200)]
    [InlineData(EdgeHost.Root, 200)]
    [InlineData(EdgeHost.Eyes, 403)]
    public async Task Sending_is_for_ingest_operator_and_admin(string key, int status)
    {
        using var content = new StringContent("{}");
        content.Headers.Add("X-API-Key", key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/probe/ingest") { Content = new StringContent("{}") };
        request.Headers.Add("X-API-Key", key);
        Assert.Equal(status, (int)(await host.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData(EdgeHost.Acme, null, "ws-acme")]
    [InlineData(EdgeHost.Acme, "ws-acme", "ws-acme")]
    [InlineData(EdgeHost.Ops, null, "default")]
    [InlineData(EdgeHost.Ops, "ws-other", "ws-other")]
    public async Task The_workspace_is_the_bound_one_else_the_named_one_else_default(string key, string? header, string expected)
    {
        var caller = await (await Who(key, header)).JsonAsync();
        Assert.Equal(expected, caller.GetProperty("workspace").GetString());
    }

    [Fact]
    public async Task A_bound_key_may_not_name_another_workspace() =>
        await (await Who(EdgeHost.Acme, "ws-other")).ProblemAsync(403, "foreign_workspace");

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("*")]
    [InlineData("..%2f")]
    public async Task A_workspace_id_is_letters_digits_dash_and_underscore(string id)
    {
        var problem = await (await Who(EdgeHost.Ops, id)).ProblemAsync(422, "validation_error");
        Assert.Equal("header.X-Workspace-Id", problem.Loc());
        await (await Who(EdgeHost.Ops, new string('a', 65))).ProblemAsync(422, "validation_error");
        Assert.Equal(200, (int)(await Who(EdgeHost.Ops, new string('a', 64))).StatusCode);
    }

    [Fact]
    public async Task The_workspace_name_is_display_text_only()
    {
        var caller = await (await host.GetAsync("/probe/who", EdgeHost.Ops, ("X-Workspace-Name", " Acme / Corp "))).JsonAsync();
        Assert.Equal("Acme / Corp", caller.GetProperty("workspace_name").GetString());
        Assert.Equal("default", caller.GetProperty("workspace").GetString());
    }

    [Theory]
    [InlineData(EdgeHost.Eyes, null, "", "all")]
    [InlineData(EdgeHost.Eyes, null, "ws-1", "ws-1")]
    [InlineData(EdgeHost.Eyes, "ws-2", "", "ws-2")]
    [InlineData(EdgeHost.Acme, null, "", "ws-acme")]
    [InlineData(EdgeHost.Acme, null, "ws-acme", "ws-acme")]
    public async Task Lists_show_what_the_caller_may_see(string key, string? header, string filter, string expected)
    {
        (string, string)[] headers = header is null ? [] : [("X-Workspace-Id", header)];
        using var answer = await host.GetAsync($"/probe/filter?workspace_id={filter}", key, headers);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_filter_for_a_foreign_workspace_is_403_and_a_malformed_one_422()
    {
        await (await host.GetAsync("/probe/filter?workspace_id=ws-other", EdgeHost.Acme)).ProblemAsync(403, "foreign_workspace");
        await (await host.GetAsync("/probe/filter?workspace_id=a/b", EdgeHost.Eyes)).ProblemAsync(422, "validation_error");
    }

    [Fact]
    public async Task A_caller_never_leaks_to_the_next_request_on_the_connection()
    {
        Assert.Equal(200, (int)(await Who(EdgeHost.Root, "ws-1")).StatusCode);
        Assert.Equal(401, (int)(await host.GetAsync("/probe/who")).StatusCode);
    }

    [Fact]
    public void Roles_of_people_include_each_other_and_ingest_stands_aside()
    {
        Assert.False(Role.Ingest.Covers(Role.Viewer));
        Assert.False(Role.Viewer.Covers(Role.Ingest));
        Assert.True(Role.Admin.Covers(Role.Operator));
    }

    private Task<HttpResponseMessage> Who(string key, string? workspace) =>
        workspace is null ? host.GetAsync("/probe/who", key) : host.GetAsync("/probe/who", key, ("X-Workspace-Id", workspace));

    public sealed class Fixture : IAsyncLifetime
    {
        public EdgeHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EdgeHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
