using System.Net;
using System.Text.Json.Nodes;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Description;

/// <summary>For every operation that is described: what it does not know it refuses by name, and what its description shows it accepts.</summary>
[Collection(OnSharedHost.Name)]
public sealed class StrictnessTests(SharedHost shared)
{
    /// <summary>Other people's shapes: what else they hold is theirs. Each is a door that a vendor's product sends to.</summary>
    private static readonly string[] Tolerant =
        ["ingestAlert", "ingestAlertPut", "ingestPagerDutyEvent", "ingestPrometheusAlerts", "putAlertmanagerSilence"];

    private readonly string workspace = EmbeddedHost.NewWorkspace();

    [Fact]
    public async Task An_unknown_query_parameter_is_refused_by_every_operation()
    {
        var document = await ApiDocument.ReadAsync(shared.Host);
        Assert.All(
            document.Operations, operation => Assert.DoesNotContain(operation.Query, parameter => $"{parameter["name"]}" == "not_a_parameter"));
        foreach (var operation in document.Operations)
        {
            using var answer = await operation.SendAsync(shared.Host, workspace, "?not_a_parameter=1");
            Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity, $"{operation.Id}: {answer.StatusCode}");
            if (operation.Method == "HEAD") continue;
            var problem = await answer.ProblemAsync(422, "validation_error");
            Assert.Equal("query.not_a_parameter", problem.Loc());
            foreach (var known in operation.Query) Assert.Contains($"{known["name"]}", problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_described_parameter_is_read_and_its_limits_are_those_of_the_description()
    {
        var document = await ApiDocument.ReadAsync(shared.Host);
        foreach (var operation in document.Operations.Where(operation => operation.Method != "HEAD"))
        {
            foreach (var parameter in operation.Query)
            {
                var (name, schema) = ($"{parameter["name"]}", parameter["schema"]!);
                // What the vendors' doors are told is judged by their own rules.
                if (schema["maxLength"] is { } longest && name != "source")
                    await IsRefusedAsync(operation, name, new string('x', longest.GetValue<int>() + 1));
                if (schema["enum"] is not null || $"{schema["format"]}" is "date-time") await IsRefusedAsync(operation, name, "nonsense");
                if (schema["maximum"] is { } maximum) await IsRefusedAsync(operation, name, $"{maximum.GetValue<long>() + 1}");
                if (schema["minimum"] is { } minimum) await IsRefusedAsync(operation, name, $"{minimum.GetValue<long>() - 1}");
            }
        }
    }

    [Fact]
    public async Task An_unknown_field_is_refused_by_every_command()
    {
        var document = await ApiDocument.ReadAsync(shared.Host);
        var strict = document.Operations
            .Where(operation => operation.JsonBody is not null && operation.Bodies.Count == 1 && !Tolerant.Contains(operation.Id)).ToList();
        Assert.NotEmpty(strict);
        foreach (var operation in strict)
        {
            Assert.NotEmpty(operation.Examples("application/json"));
            foreach (var (body, loc) in operation.Examples("application/json").SelectMany(operation.WithUnknownField))
            {
                using var answer = await operation.SendAsync(shared.Host, workspace, body: body);
                Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity, $"{operation.Id} {loc}: {answer.StatusCode}");
                Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
            }
        }
    }

    [Fact]
    public async Task A_body_that_nobody_would_read_is_refused()
    {
        var bare = (await ApiDocument.ReadAsync(shared.Host))
            .Operations.Where(operation => operation.Method is "POST" or "PUT" or "DELETE" && operation.Bodies.Count == 0).ToList();
        Assert.NotEmpty(bare);
        foreach (var operation in bare)
        {
            using var answer = await operation.SendAsync(shared.Host, workspace, body: """{"severity":"critical"}""");
            Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity, $"{operation.Id}: {answer.StatusCode}");
            Assert.Equal("body", (await answer.ProblemAsync(422, "validation_error")).Loc());
        }
    }

    [Fact]
    public async Task An_unknown_key_is_refused_in_definitions()
    {
        var operations = (await ApiDocument.ReadAsync(shared.Host)).Operations
            .Where(operation => operation.Id is "putDefinitions" or "checkDefinitions").ToList();
        Assert.Equal(2, operations.Count);
        foreach (var operation in operations)
        {
            using var answer = await operation.SendAsync(shared.Host, workspace, body: "team: {}", mediaType: "application/yaml");
            Assert.Contains("did you mean 'teams'", (await answer.ProblemAsync(422, "validation_error")).Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Vendors_may_send_what_we_do_not_know()
    {
        foreach (var operation in (await ApiDocument.ReadAsync(shared.Host)).Operations.Where(operation => Tolerant.Contains(operation.Id)))
        {
            foreach (var example in operation.Examples("application/json"))
            {
                var body = example.DeepClone();
                (body is JsonArray list ? list[0]! : body)["not_a_field"] = new JsonObject();
                using var answer = await operation.SendAsync(shared.Host, workspace, body: body.ToJsonString());
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK,
                    $"{operation.Id}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
        }
    }

    [Fact]
    public async Task Vendors_may_call_their_json_what_they_like()
    {
        var doors = (await ApiDocument.ReadAsync(shared.Host))
            .Operations.Where(operation => operation.Id.StartsWith("ingest", StringComparison.Ordinal));
        foreach (var operation in doors)
        {
            foreach (var type in (string[])["application/x-www-form-urlencoded", "text/plain", "application/octet-stream"])
            {
                using var answer = await operation.SendAsync(
                    shared.Host, workspace, body: operation.Examples("application/json").First().ToJsonString(), mediaType: type);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Every_example_of_a_body_is_accepted()
    {
        // Definitions first: others name who is in them.
        var operations = (await ApiDocument.ReadAsync(shared.Host)).Operations.OrderBy(operation => operation.Id != "putDefinitions").ToList();
        foreach (var operation in operations)
        {
            foreach (var mediaType in operation.Bodies.Select(body => body.Key))
            {
                foreach (var example in operation.Examples(mediaType))
                {
                    var body = mediaType == "application/json" ? example.ToJsonString() : example.GetValue<string>();
                    using var answer = await operation.SendAsync(shared.Host, workspace, body: body, mediaType: mediaType);
                    // Slack's needs a signature of this minute; nobody else's is refused for what it is.
                    var expected = operation.Id == "pressSlackButton" ? [401] : new[] { 200, 201, 202, 404 };
                    Assert.True(expected.Contains((int)answer.StatusCode),
                        $"{operation.Id}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                }
            }
        }
    }

    private async Task IsRefusedAsync(Operation operation, string parameter, string value)
    {
        using var answer = await operation.SendAsync(shared.Host, workspace, $"?{parameter}={value}");
        Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity, $"{operation.Id} {parameter}={value}: {answer.StatusCode}");
        Assert.Equal($"query.{parameter}", (await answer.ProblemAsync(422, "validation_error")).Loc());
    }
}
