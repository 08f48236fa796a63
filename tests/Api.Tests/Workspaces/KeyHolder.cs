using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Workspaces;

/// <summary>A workspace's keys, as their owner handles them.</summary>
internal sealed class KeyHolder(EmbeddedHost host, string? workspace = null)
{
    public string Workspace { get; } = workspace ?? EmbeddedHost.NewWorkspace();

    public string Path => $"/workspaces/{Workspace}/keys";

    public async Task<(string Key, string Id)> MakeAsync(string fields, string by = EdgeHost.Root)
    {
        using var answer = await TryMakeAsync(fields, by);
        Assert.True(answer.StatusCode is HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await ReadAsync(answer);
    }

    public Task<HttpResponseMessage> TryMakeAsync(string fields, string by = EdgeHost.Root) =>
        host.SendAsync(HttpMethod.Post, Path, $$"""{"name":"grafana",{{fields}}}""", key: by);

    public async Task<(string Key, string Id)> RotateAsync(string id, string body)
    {
        using var answer = await host.SendAsync(HttpMethod.Post, $"{Path}/{id}/rotate", body);
        Assert.True(answer.StatusCode is HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await ReadAsync(answer);
    }

    public async Task RevokeAsync(string id)
    {
        using var answer = await host.SendAsync(HttpMethod.Delete, $"{Path}/{id}");
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public async Task<List<JsonElement>> ListAsync()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, Path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.JsonAsync()).GetProperty("keys").EnumerateArray()];
    }

    /// <summary>What is answered to a read by this key, once all processes that are asked in turn say the same.</summary>
    public async Task BecomesAsync(string key, HttpStatusCode status, string path = "/incidents")
    {
        var same = 0;
        await Poll.UntilAsync($"the key is answered with {status}", async () =>
        {
            using var answer = await host.SendAsync(HttpMethod.Get, path, key: key);
            same = answer.StatusCode == status ? same + 1 : 0;
            return same >= host.Addresses.Count;
        });
    }

    private static async Task<(string Key, string Id)> ReadAsync(HttpResponseMessage answer)
    {
        var made = await answer.JsonAsync();
        return (made.Text("key")!, made.At("details").Text("id")!);
    }
}
