using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Grains.OnCall;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.OnCall;

/// <summary>Who may put whom on call, at the edge: behind it the two grains are answers of the test's own, over the real rules.</summary>
public sealed class OverrideEndpointTests : IClassFixture<OverrideEndpointTests.Fixture>
{
    private readonly Desk desk;
    private readonly EdgeHost host;

    public OverrideEndpointTests(Fixture fixture)
    {
        (this.desk, host) = (fixture.Desk, fixture.Host);
        this.desk.Clear();
    }

    [Fact]
    public async Task An_operator_stands_in_and_goes_again()
    {
        using var added = await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Ops, Body("ops"));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(
            """{"id":"ovr-1","team":"payments-team","user":"ops","from":"2026-05-25T12:00","to":"2026-05-25T16:00","time_zone":null,"reason":"swap","created_by":"ops"}""",
            (await added.JsonAsync()).GetRawText());
        Assert.Equal(("default", "ops", "swap"), (this.desk.Workspace, this.desk.Requests[0].Actor, this.desk.Requests[0].Reason));
        using var list = await SendAsync(HttpMethod.Get, "/oncall/overrides", EdgeHost.Eyes);
        Assert.Equal("ovr-1", (await list.JsonAsync()).At("overrides", 0).Text("id"));
        using var removed = await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Ops);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var again = await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Ops);
        await again.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task An_operator_decides_for_nobody_else_and_an_admin_for_anybody()
    {
        await (await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Ops, Body("erin"))).ProblemAsync(403, "not_self");
        Assert.Empty(this.desk.Requests);
        using var added = await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Root, Body("erin"));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        await (await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Ops)).ProblemAsync(403, "not_self");
        using var removed = await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Root);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await (await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Root)).ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_viewer_only_reads()
    {
        await (await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Eyes, Body("eyes"))).ProblemAsync(403, "insufficient_role");
        await (await SendAsync(HttpMethod.Delete, "/oncall/overrides/ovr-1", EdgeHost.Eyes)).ProblemAsync(403, "insufficient_role");
        await (await SendAsync(HttpMethod.Get, "/oncall/overrides", EdgeHost.Prom)).ProblemAsync(403, "insufficient_role");
    }

    [Fact]
    public async Task It_is_the_workspace_of_the_key_whatever_the_body_says()
    {
        using var added = await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Acme, Body("acme"));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("ws-acme", this.desk.Workspace);
    }

    [Theory]
    [InlineData("team", """{"team":"nobody","user":"erin","from":"2026-05-25T12:00","to":"2026-05-25T16:00"}""")]
    [InlineData("user", """{"team":"payments-team","user":"nobody","from":"2026-05-25T12:00","to":"2026-05-25T16:00"}""")]
    [InlineData("time_zone",
        """{"team":"payments-team","user":"erin","from":"2026-05-25T12:00","to":"2026-05-25T16:00","time_zone":"Mars/Olympus"}""")]
    [InlineData("from", """{"team":"payments-team","user":"erin","from":"noon","to":"2026-05-25T16:00"}""")]
    [InlineData("to", """{"team":"payments-team","user":"erin","from":"2026-05-25T12:00","to":"2026-05-25T12:00"}""")]
    [InlineData("to", """{"team":"payments-team","user":"erin","from":"2026-05-25T12:00"}""")]
    [InlineData("user", """{"team":"payments-team","user":null,"from":"2026-05-25T12:00","to":"2026-05-25T16:00"}""")]
    public async Task What_is_wrong_is_named(string field, string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/oncall/overrides", EdgeHost.Root, body);
        Assert.Equal($"body.{field}", (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    private static string Body(string user) =>
        $$"""{"team":"payments-team","user":"{{user}}","from":"2026-05-25T12:00","to":"2026-05-25T16:00","reason":"swap"}""";

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, string? body = null)
    {
        var request =
            new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-API-Key", key);
        return host.Client.SendAsync(request);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal Desk Desk { get; } = new();

        internal EdgeHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Host = await EdgeHost.StartAsync(configure: builder => builder.Services.AddSingleton(Grains.Over(Desk)));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>What the definitions grain and the queries would keep and answer.</summary>
    internal sealed class Desk
    {
        private static readonly WorkspaceDefinitions Known =
            KnownDefinitions.Of(["ops", "erin", "acme"], new Team { Name = "payments-team", TimeZone = "Europe/Berlin" });

        private readonly List<OverrideFacts> overrides = [];

        public string? Workspace { get; set; }

        public List<OverrideRequest> Requests { get; } = [];

        public Task<OverrideOutcome> AddAsync(OverrideRequest request)
        {
            Requests.Add(request);
            if (OverrideRules.Read(Known, request.Team, request.User, request.From, request.To, request.TimeZone, request.Reason,
                out var refused) is not { } standIn)
                return Task.FromResult(new OverrideOutcome(null, refused!.Value.Field, refused.Value.Problem));
            overrides.Add(new()
            {
                Id = $"ovr-{Requests.Count}", Team = standIn.Team, User = standIn.User, From = request.From, To = request.To,
                    TimeZone = standIn.TimeZone,
                Start = default, End = default, CreatedBy = request.Actor,
            });
            return Task.FromResult(new OverrideOutcome($"ovr-{Requests.Count}", null, null));
        }

        /// <summary>As before the first test.</summary>
        public void Clear()
        {
            overrides.Clear();
            Requests.Clear();
            Workspace = null;
        }

        public Task<bool> RemoveAsync(string id) => Task.FromResult(overrides.RemoveAll(item => item.Id == id) > 0);

        public Task<ImmutableArray<OverrideFacts>> ListAsync() => Task.FromResult<ImmutableArray<OverrideFacts>>([.. overrides]);
    }

    /// <summary>A grain factory, and the two grains that it gives out. Whatever else is called is not there.</summary>
#pragma warning disable CA1852 // The proxy's own class derives from it.
    private class Grains : DispatchProxy
#pragma warning restore CA1852
    {
        private Desk desk = null!;

        public static IGrainFactory Over(Desk desk) => (IGrainFactory)Proxy(typeof(IGrainFactory), desk);

        protected override object? Invoke(MethodInfo? method, object?[]? args)
        {
            switch (method!.Name)
            {
                case nameof(IGrainFactory.GetGrain):
                    var grain = method.GetGenericArguments()[0];
                    if (grain == typeof(IDefinitionsGrain)) this.desk.Workspace = (string)args![0]!;
                    return Proxy(grain, this.desk);
                case nameof(IDefinitionsGrain.AddOverrideAsync): return this.desk.AddAsync((OverrideRequest)args![0]!);
                case nameof(IDefinitionsGrain.RemoveOverrideAsync): return this.desk.RemoveAsync((string)args![0]!);
                case nameof(IOnCallQueries.OverridesAsync): return this.desk.ListAsync();
                default: throw new MissingMethodException(method.Name);
            }
        }

        private static object Proxy(Type type, Desk desk)
        {
            var proxy = Create(type, typeof(Grains));
            ((Grains)proxy).desk = desk;
            return proxy;
        }
    }
}
