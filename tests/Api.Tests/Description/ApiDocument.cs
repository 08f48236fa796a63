using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Description;

/// <summary>The OpenAPI document of a running host, by which requests are made.</summary>
internal sealed class ApiDocument(JsonNode root)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "head", "patch"];

    public JsonNode Root => root;

    public IEnumerable<Operation> Operations =>
        from path in root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select new Operation(root, operation.Key.ToUpperInvariant(), path.Key, operation.Value!);

    public static async Task<ApiDocument> ReadAsync(EmbeddedHost host)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        return new(JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}

/// <summary>One operation of the document.</summary>
internal sealed record Operation(JsonNode Root, string Method, string Path, JsonNode Node)
{
    public string Id => Node["operationId"]?.GetValue<string>() ?? "";

    public IEnumerable<JsonNode> Parameters => Node["parameters"]?.AsArray().Select(parameter => parameter!) ?? [];

    public IEnumerable<JsonNode> Query => Parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "query");

    public JsonObject Bodies => Node["requestBody"]?["content"]?.AsObject() ?? [];

    public JsonNode? JsonBody => Bodies["application/json"];

    public IEnumerable<JsonNode> Examples(string mediaType) =>
        Bodies[mediaType]?["examples"]?.AsObject().Select(example => example.Value!["value"]!) ?? [];

    /// <summary>The address with the examples of its parameters in it.</summary>
    public string Address => Parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "path")
        .Aggregate(Path, (path, parameter) => path.Replace($"{{{parameter["name"]}}}", $"{parameter["example"]}", StringComparison.Ordinal));

    public async Task<HttpResponseMessage> SendAsync(
        EmbeddedHost host, string workspace, string query = "", string? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(new(Method), Address + query);
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.Add("X-Workspace-Id", workspace);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The example with an unknown field, once for every object in it that has a shape of its own.</summary>
    public IEnumerable<(string Body, string Loc)> WithUnknownField(JsonNode example) =>
        from place in Objects(example, JsonBody!["schema"]!, ["body"])
        select (Changed(example, place), string.Join('.', [.. place, "not_a_field"]));

    private IEnumerable<string[]> Objects(JsonNode? value, JsonNode schema, string[] place)
    {
        var shape = Resolve(schema);
        if (value is JsonObject members && shape["properties"] is JsonObject properties)
        {
            yield return place;
            foreach (var (name, member) in members)
                if (properties[name] is { } known)
                    foreach (var found in Objects(member, known, [.. place, name])) yield return found;
        }
        else if (value is JsonArray list && shape["items"] is { } item)
        {
            for (var i = 0; i < list.Count; i++)
                foreach (var found in Objects(list[i], item, [.. place, $"{i}"])) yield return found;
        }
    }

    /// <summary>A reference followed, and of a choice between nothing and something the something.</summary>
    public JsonNode Resolve(JsonNode schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference) return Resolve(Root["components"]!["schemas"]![reference.Split('/')[^1]]!);
        return schema["oneOf"] is JsonArray choice ? Resolve(choice.First(one => one!["type"]?.ToString() != "null")!) : schema;
    }

    private static string Changed(JsonNode example, string[] place)
    {
        var copy = example.DeepClone();
        var at = place.Skip(1).Aggregate(copy, (node, part) => node is JsonArray list ? list[int.Parse(part, null)]! : node[part]!);
        at["not_a_field"] = 1;
        return copy.ToJsonString(new JsonSerializerOptions());
    }
}
