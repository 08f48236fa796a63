using System.Net;
using System.Text.Json;

namespace AiSre.Api.Tests.Edge;

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Checks everything that all refusals have in common, and returns the body.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status, string error)
    {
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        var body = await response.JsonAsync();
        Assert.Equal(status, body.GetProperty("status").GetInt32());
        Assert.Equal(error, body.GetProperty("error").GetString());
        Assert.Equal($"urn:ai-sre:problem:{error}", body.GetProperty("type").GetString());
        Assert.NotEmpty(body.GetProperty("title").GetString()!);
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
        Assert.Equal(response.Header("X-Request-Id"), body.GetProperty("request_id").GetString());
        Assert.Equal("no-store", response.Header("Cache-Control"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        return body;
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    public static string Loc(this JsonElement problem, int index = 0) =>
        string.Join('.', problem.GetProperty("errors")[index].GetProperty("loc").EnumerateArray().Select(part => part.GetString()));
}
