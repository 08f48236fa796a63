using System.Text;

namespace AiSre.Api.Tests.Edge;

public sealed class ErrorTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private readonly EdgeHost host = fixture.Host;

    [Fact]
    public async Task An_unknown_address_is_a_404_problem_for_any_key_and_401_without()
    {
        await (await host.GetAsync("/nowhere", EdgeHost.Prom)).ProblemAsync(404, "not_found");
        await (await host.GetAsync("/nowhere")).ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task A_wrong_method_is_a_405_problem_that_says_what_is_allowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/probe/who") { Headers = { { "X-API-Key", EdgeHost.Eyes } } };
        using var answer = await host.Client.SendAsync(request);
        await answer.ProblemAsync(405, "method_not_allowed");
        Assert.Equal("GET", answer.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task A_bare_status_of_an_endpoint_gets_a_body() =>
        await (await host.GetAsync("/probe/gone", EdgeHost.Eyes)).ProblemAsync(404, "not_found");

    [Fact]
    public async Task An_unexpected_exception_is_a_500_without_internals_and_is_logged_with_the_request_id()
    {
        using var answer = await host.GetAsync("/probe/throw/other", EdgeHost.Eyes, ("X-Request-Id", "find-me.42"));
        var body = await answer.ProblemAsync(500, "internal_error");
        Assert.DoesNotContain("hunter2", body.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            host.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("find-me.42", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("timeout", "timeout")]
    [InlineData("silo", "cluster_unavailable")]
    public async Task A_cluster_that_does_not_answer_is_503_with_a_time_to_retry(string kind, string error)
    {
        using var answer = await host.GetAsync($"/probe/throw/{kind}", EdgeHost.Eyes);
        var body = await answer.ProblemAsync(503, error);
        Assert.DoesNotContain("127.0.0.1", body.ToString(), StringComparison.Ordinal);
        Assert.Equal("2", answer.Header("Retry-After"));
    }

    [Theory]
    [InlineData("my-id_1.2", true)]
    [InlineData("no spaces", false)]
    [InlineData("a:b", false)]
    public async Task A_well_formed_request_id_is_kept(string id, bool kept)
    {
        using var answer = await host.GetAsync("/health/live", null, ("X-Request-Id", id));
        Assert.Equal(kept, answer.Header("X-Request-Id") == id);
        Assert.Matches("^[A-Za-z0-9._-]{1,64}$", answer.Header("X-Request-Id"));
    }

    [Theory]
    [InlineData("limit=abc", "query.limit")]
    [InlineData("limit=0", "query.limit")]
    [InlineData("limit=101", "query.limit")]
    [InlineData("limit=1&limit=2", "query.limit")]
    [InlineData("state=closed", "query.state")]
    [InlineData("since=yesterday", "query.since")]
    public async Task A_bad_query_parameter_is_a_422_that_names_it(string query, string loc) =>
        Assert.Equal(loc, (await (await host.GetAsync($"/probe/query?{query}", EdgeHost.Eyes)).ProblemAsync(422, "validation_error")).Loc());

    [Fact]
    public async Task All_bad_query_parameters_are_named_at_once()
    {
        var problem = await (await host.GetAsync("/probe/query?limit=x&state=y", EdgeHost.Eyes)).ProblemAsync(422, "validation_error");
        Assert.Equal("query.state", problem.Loc(1));
    }

    [Fact]
    public async Task Good_query_parameters_are_read()
    {
        var body = await (await host.GetAsync("/probe/query?limit=100&state=OPEN&since=2025-01-15T10:30:00", EdgeHost.Eyes)).JsonAsync();
        Assert.Equal("""{"limit":100,"state":"open","since":"2025-01-15T10:30:00Z"}""", body.GetRawText());
    }

    [Theory]
    [InlineData("?limit=abc")]
    [InlineData("")]
    public async Task What_the_framework_binds_fails_the_same_way(string query) =>
        Assert.Equal(
            "query.limit", (await (await host.GetAsync($"/probe/bound{query}", EdgeHost.Eyes)).ProblemAsync(422, "validation_error")).Loc());

    [Theory]
    [InlineData("""{"name":"a","replicas":"many"}""", 422, "validation_error", "body.replicas")]
    [InlineData("""{"name":"a"}""", 422, "validation_error", "body.replicas")]
    [InlineData("""{"name":null,"replicas":1}""", 422, "validation_error", "body.name")]
    [InlineData("""{"name":"a","replicas":1,"since":"soon"}""", 422, "validation_error", "body.since")]
    [InlineData("""{"name":"a",""", 400, "invalid_json", null)]
    [InlineData("not json", 400, "invalid_json", null)]
    [InlineData("", 422, "validation_error", "body")]
    public async Task A_bad_body_is_named_by_field_or_called_unreadable(string json, int status, string error, string? loc)
    {
        var problem = await (await Echo(json)).ProblemAsync(status, error);
        if (loc is not null) Assert.Equal(loc, problem.Loc());
        Assert.DoesNotContain("AiSre", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limt=1", "query.limt", "did you mean 'limit'? Allowed: limit, state, since.")]
    [InlineData("stat=open", "query.stat", "did you mean 'state'?")]
    [InlineData("team=x&limit=1", "query.team", "allowed: limit, state, since.")]
    public async Task An_unknown_query_parameter_is_refused_with_the_one_that_was_meant(string query, string loc, string says)
    {
        var problem = await (await host.GetAsync($"/probe/query?{query}", EdgeHost.Eyes)).ProblemAsync(422, "validation_error");
        Assert.Equal(loc, problem.Loc());
        Assert.Contains(says, problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("_=17")]
    [InlineData("_trace=a&LIMIT=1")]
    [InlineData("api_key=" + EdgeHost.Eyes)]
    [InlineData("api_key=")]
    public async Task A_key_and_names_that_begin_with_an_underscore_are_always_allowed(string query) =>
        Assert.Equal(200, (int)(await host.GetAsync($"/probe/query?{query}", EdgeHost.Eyes)).StatusCode);

    [Fact]
    public async Task An_endpoint_cannot_read_what_it_does_not_declare()
    {
        await (await host.GetAsync("/probe/undeclared", EdgeHost.Eyes)).ProblemAsync(500, "internal_error");
        Assert.Contains(host.Logs.Lines, line => line.Contains("reads 'limit' and does not declare it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"a","replicas":1,"replica":2}""", "body.replica", "did you mean 'replicas'? Allowed: name, replicas, since.")]
    [InlineData("""{"name":"a","Replicas":1}""", "body.Replicas", "did you mean 'replicas'?")]
    public async Task An_unknown_field_is_refused_with_the_one_that_was_meant(string json, string loc, string says)
    {
        var problem = await (await Echo(json)).ProblemAsync(422, "validation_error");
        Assert.Equal(loc, problem.Loc());
        Assert.Contains(says, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Letters_of_all_scripts_come_back_and_a_missing_zone_is_UTC()
    {
        var body = await (await Echo("""{"name":"é","replicas":1,"since":"2025-01-15T10:30:00.123"}""")).Content.ReadAsStringAsync();
        Assert.Equal("""{"name":"é","replicas":1,"since":"2025-01-15T10:30:00Z"}""", body);
    }

    [Fact]
    public async Task A_body_of_another_type_is_415() =>
        await (await Echo("a", "text/plain")).ProblemAsync(415, "unsupported_media_type");

    private Task<HttpResponseMessage> Echo(string body, string type = "application/json") =>
        host.Client.SendAsync(new(HttpMethod.Post, "/probe/echo")
        {
            Content = new StringContent(body, Encoding.UTF8, type), Headers = { { "X-API-Key", EdgeHost.Eyes } },
        });
}
