using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Description;

/// <summary>The document says everything about every operation.</summary>
[Collection(OnSharedHost.Name)]
public sealed partial class DescriptionTests(SharedHost shared)
{
    /// <summary>Routes that the document leaves out.</summary>
    private static readonly Dictionary<string, string> Undescribed = new()
    {
        ["/"] = "leads people to the page",
        ["/openapi/{documentName}.json"] = "is the document",
        ["/docs"] = "the page that shows it, with its files",
        ["/console"] = "pages for people",
        ["/i"] = "pages for people who follow a signed link",
        ["/mcp"] = "describes itself to its clients",
        ["/dashboard"] = "the page of Orleans, with its files",
    };

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_a_section_and_says_who_may_call_it()
    {
        var document = await ApiDocument.ReadAsync(shared.Host);
        var sections = document.Root["tags"]!.AsArray().Select(tag => $"{tag!["name"]}").ToList();
        Assert.All(document.Root["tags"]!.AsArray(), tag => Assert.NotEmpty($"{tag!["description"]}"));
        foreach (var operation in document.Operations)
        {
            Assert.Matches("^[a-z][A-Za-z]+$", operation.Id);
            Assert.NotEmpty($"{operation.Node["summary"]}");
            Assert.Contains($"{Assert.Single(operation.Node["tags"]!.AsArray())}", sections);
            var open = operation.Node["security"] is JsonArray { Count: 0 };
            Assert.True(open != operation.Node["x-required-role"] is not null, operation.Id);
            Assert.True(open != operation.Node["x-required-scope"] is not null, operation.Id);
            Assert.Contains(
                open ? "Open to all" : $"Needs the role {operation.Node["x-required-role"]} and the scope {operation.Node["x-required-scope"]}.",
                $"{operation.Node["description"]}", StringComparison.Ordinal);
        }
        Assert.Distinct(document.Operations.Select(operation => operation.Id));
    }

    [Fact]
    public async Task Every_parameter_is_explained_and_every_body_and_answer_has_an_example()
    {
        var document = await ApiDocument.ReadAsync(shared.Host);
        foreach (var operation in document.Operations)
        {
            Assert.All(
                operation.Parameters,
                parameter => Assert.False(string.IsNullOrEmpty($"{parameter["description"]}"), $"{operation.Id}: {parameter["name"]}"));
            Assert.All(operation.Bodies, body => Assert.NotEmpty(body.Value!["schema"]!.AsObject()));
            if (operation.Bodies.Count > 0) Assert.NotEmpty(operation.Bodies.SelectMany(body => operation.Examples(body.Key)));
            foreach (var (status, answer) in operation.Node["responses"]!.AsObject().Where(answer => answer.Key[0] == '2'))
                foreach (var (_, content) in answer!["content"]?.AsObject() ?? [])
                    Assert.True(content!["example"] is not null, $"{operation.Id} {status}");
            Assert.Equal("#/components/responses/Refusal", $"{operation.Node["responses"]!["default"]!["$ref"]}");
            Assert.Equal(operation.Node["security"] is null, operation.Node["responses"]!["401"] is not null);
        }
        Assert.All(document.Root["components"]!["responses"]!.AsObject(), response =>
            Assert.NotNull(response.Value!["content"]!["application/problem+json"]!["example"]));
    }

    [Fact]
    public async Task Every_route_is_described_or_known_not_to_be()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        var described = (await ApiDocument.ReadAsync(host)).Operations.Select(operation => operation.Path).ToHashSet();
        var routes = host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => Constraint().Replace($"/{endpoint.RoutePattern.RawText!.Trim('/')}", "}")).Distinct().ToList();
        Assert.Contains("/incidents/{incidentId}", routes);
        Assert.All(routes, route => Assert.True(described.Contains(route) || IsKnownNotToBe(route), route));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task The_root_leads_everybody_to_the_page(string method)
    {
        using var answer = await shared.Host.SendAsync(new(method), "/", key: null);
        Assert.Equal((HttpStatusCode.Found, "/console"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/oncall/current?person=dana", "query.person", "allowed: workspace_id, service, team, at.")]
    [InlineData("/incidents?stat=open", "query.stat", "did you mean 'state'?")]
    public async Task What_was_answered_for_something_else_is_refused(string path, string loc, string says)
    {
        using var answer = await shared.Host.SendAsync(HttpMethod.Get, path);
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Equal(loc, problem.Loc());
        Assert.Contains(says, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/silences")]
    [InlineData("/api/v2/silences")]
    public async Task A_misspelt_field_does_not_make_a_literal_silence(string path)
    {
        const string Body =
            """
            {
              "matchers": [{"name": "service", "value": "pay.*", "regex": true}],
              "startsAt": "2099-01-01T08:00:00Z", "endsAt": "2099-01-01T09:00:00Z"
            }
            """;
        using var answer = await shared.Host.SendAsync(HttpMethod.Post, path, Body, EmbeddedHost.NewWorkspace());
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Equal("body.matchers.0.regex", problem.Loc());
        Assert.Contains("did you mean 'is_regex'?", problem.Text("detail"), StringComparison.Ordinal);
    }

    private static bool IsKnownNotToBe(string route) =>
        Undescribed.Keys.Any(known => route == known || (known.Length > 1 && route.StartsWith($"{known}/", StringComparison.Ordinal)));

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}
