using System.Diagnostics;
using System.Net;
using System.Text;
using AiSre.Api.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Edge;

/// <summary>They send fewer wrong keys between them than one address may; who sends more has a host of his own.</summary>
public sealed class KeyTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private readonly EdgeHost host = fixture.Host;

    [Fact]
    public async Task The_header_opens_the_door_and_names_the_caller()
    {
        var caller = await (await this.host.GetAsync("/probe/who", EdgeHost.Acme)).JsonAsync();
        Assert.Equal("acme", caller.GetProperty("name").GetString());
        Assert.Equal("operator", caller.GetProperty("role").GetString());
        Assert.Equal("ws-acme", caller.GetProperty("workspace").GetString());
    }

    [Fact]
    public async Task Missing_and_wrong_get_the_same_answer()
    {
        var missing = await this.host.GetAsync("/probe/who", null, ("X-Request-Id", "same"));
        var wrong = await this.host.GetAsync("/probe/who", "nonsense", ("X-Request-Id", "same"));
        await missing.ProblemAsync(401, "unauthorized");
        Assert.Equal("Missing or invalid API key", (await wrong.ProblemAsync(401, "unauthorized")).GetProperty("detail").GetString());
        Assert.Equal(await missing.Content.ReadAsStringAsync(), await wrong.Content.ReadAsStringAsync());
        Assert.Equal("ApiKey", missing.Header("WWW-Authenticate"));
        Assert.Equal("ApiKey", wrong.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_key_in_the_address_works_and_is_marked_as_deprecated()
    {
        using var answer = await this.host.GetAsync($"/probe/who?api_key={EdgeHost.Eyes}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("@", answer.Header("Deprecation"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        using var header = await this.host.GetAsync("/probe/who", EdgeHost.Eyes);
        Assert.Null(header.Header("Deprecation"));
    }

    [Theory]
    [InlineData(EdgeHost.Eyes, EdgeHost.Eyes, 200)]
    [InlineData(EdgeHost.Eyes, EdgeHost.Root, 401)]
    [InlineData(EdgeHost.Eyes, "wrong", 401)]
    [InlineData("wrong", EdgeHost.Eyes, 401)]
    public async Task Two_different_keys_are_no_key(string header, string query, int status) =>
        Assert.Equal(status, (int)(await this.host.GetAsync($"/probe/who?api_key={query}", header)).StatusCode);

    [Fact]
    public async Task Two_different_keys_in_the_address_are_no_key() =>
        Assert.Equal(401, (int)(await this.host.GetAsync($"/probe/who?api_key={EdgeHost.Eyes}&API_KEY={EdgeHost.Root}")).StatusCode);

    [Theory]
    [InlineData("Bearer " + EdgeHost.Eyes, 200)]
    [InlineData("bearer " + EdgeHost.Eyes, 200)]
    [InlineData("Bearer wrong", 401)]
    [InlineData("GenieKey " + EdgeHost.Eyes, 200)]
    [InlineData("GenieKey wrong", 401)]
    [InlineData("Basic !!!", 401)]
    public async Task Bearer_carries_the_key_for_Alertmanager(string authorization, int status) =>
        Assert.Equal(status, (int)(await this.host.GetAsync("/probe/who", null, ("Authorization", authorization))).StatusCode);

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData("Origin", "https://evil.example", 401)]
    [InlineData("Sec-Fetch-Site", "cross-site", 401)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task Basic_carries_the_key_unless_a_foreign_page_made_the_browser_send_it(string? name, string? value, int status)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("any:" + EdgeHost.Eyes));
        (string, string)[] headers = name is null ? [("Authorization", basic)] : [("Authorization", basic), (name, value!)];
        Assert.Equal(status, (int)(await this.host.GetAsync("/probe/who", null, headers)).StatusCode);
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("api%5Fkey")]
    [InlineData("API%5fKEY")]
    [InlineData("%61pi_key")]
    public async Task A_key_in_the_address_is_in_no_log_and_no_trace(string parameter)
    {
        const string Secret = "SECRETSECRETSECRETSECRET";
        List<string> traces = [];
        using var listener = new ActivityListener
        {
            // The client's own activity may know what it asked for; the server's must not.
            ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traces) traces.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await EdgeHost.StartAsync(keys: $"root={Secret}:admin", configure: builder =>
            // The worst an operator can do: the framework's own request log, at full volume.
            builder.Services.PostConfigure<LoggerFilterOptions>(options =>
            {
                options.MinLevel = LogLevel.Trace;
                options.Rules.Clear();
            }));
        Assert.Equal(200, (int)(await host.GetAsync($"/probe/query?limit=7&{parameter}={Secret}&state=open")).StatusCode);
        Assert.Equal(404, (int)(await host.GetAsync($"/nowhere?{parameter}={Secret}")).StatusCode);
        Assert.Equal(500, (int)(await host.GetAsync($"/probe/throw/other?{parameter}={Secret}")).StatusCode);
        var metrics = await (await host.GetAsync("/metrics")).Content.ReadAsStringAsync();
        Assert.Contains(host.Logs.Lines, line => line.Contains("limit=7&state=open", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        lock (traces)
        {
            Assert.NotEmpty(traces);
            Assert.DoesNotContain(traces, trace => trace.Contains(Secret, StringComparison.Ordinal));
        }
        Assert.DoesNotContain(Secret, metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_21st_wrong_key_in_a_minute_is_429_and_a_valid_key_still_passes()
    {
        await using var host = await EdgeHost.StartAsync();
        for (var i = 0; i < 20; i++) Assert.Equal(401, (int)(await host.GetAsync("/probe/who", $"wrong-{i}")).StatusCode);
        using var answer = await host.GetAsync("/probe/who", "wrong-again");
        await answer.ProblemAsync(429, "rate_limited");
        Assert.InRange(int.Parse(answer.Header("Retry-After")!), 1, 60);
        Assert.Equal(200, (int)(await host.GetAsync("/probe/who", EdgeHost.Eyes)).StatusCode);
    }

    [Fact]
    public void Failures_are_counted_per_IPv6_subscriber_and_apart_from_missing_keys()
    {
        using var failures = new FailedLogins();
        for (var i = 0; i < FailedLogins.WrongKeys; i++) Assert.Null(failures.Count(IPAddress.Parse($"2001:db8:1:2::{i:x}"), missing: false));
        Assert.NotNull(failures.Count(IPAddress.Parse("2001:db8:1:2:ffff::1"), missing: false));
        Assert.Null(failures.Count(IPAddress.Parse("2001:db8:1:3::1"), missing: false));
        Assert.Null(failures.Count(IPAddress.Parse("2001:db8:1:2::1"), missing: true));
        Assert.Null(failures.Count(null, missing: false));
    }
}
