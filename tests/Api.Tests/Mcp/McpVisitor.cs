using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AiSre.Api.Tests.Mcp;

/// <summary>An assistant: the official client, with somebody's key.</summary>
internal sealed class McpVisitor : IAsyncDisposable
{
    private readonly McpClient client;

    private McpVisitor(McpClient client) => this.client = client;

    public static async Task<McpVisitor> ConnectAsync(EmbeddedHost host, string? workspace = null, string key = EdgeHost.Root)
    {
        var headers = new Dictionary<string, string> { ["X-API-Key"] = key };
        if (workspace is not null) headers["X-Workspace-Id"] = workspace;
        var transport = new HttpClientTransport(new()
        {
            Endpoint = new Uri(host.Addresses[0], "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers,
        });
        return new(await McpClient.CreateAsync(transport, cancellationToken: TestContext.Current.CancellationToken));
    }

    public async Task<List<McpClientTool>> ToolsAsync() =>
        [.. await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)];

    public async Task<(bool IsRefused, JsonElement Json)> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var sent = new Dictionary<string, object?>();
        foreach (var (name, value) in arguments) sent[name] = value;
        var said = await client.CallToolAsync(tool, sent, cancellationToken: TestContext.Current.CancellationToken);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(said.Content)).Text;
        return (said.IsError is true, text.StartsWith('{') ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(new { detail = text }));
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
