using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>A vendor's server on loopback: keeps what it is sent and answers as the test wants it to.</summary>
internal sealed class RecordingVendor : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<VendorRequest> requests = [];

    private RecordingVendor(WebApplication app) => this.app = app;

    public string Address => this.app.Urls.First();

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<VendorRequest> Requests => [.. requests];

    public VendorRequest Last => Requests[^1];

    public Func<VendorRequest, VendorReply> Answer { get; set; } = _ => new(200, "");

    public static async Task<RecordingVendor> StartAsync(Func<VendorRequest, VendorReply>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var vendor = new RecordingVendor(builder.Build());
        if (answer is not null) vendor.Answer = answer;
        vendor.app.Run(vendor.HandleAsync);
        await vendor.app.StartAsync();
        return vendor;
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new VendorRequest(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync())
        {
            Query = context.Request.Query.ToDictionary(one => one.Key, one => one.Value.ToString()),
        };
        requests.Enqueue(request);
        var reply = Answer(request);
        if (reply.Hangs) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        if (reply.Body.Length > 0) await context.Response.WriteAsync(reply.Body);
    }

    public ValueTask DisposeAsync() => this.app.DisposeAsync();
}

internal sealed record VendorRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public JsonElement Json => JsonElement.Parse(Body);
}

internal sealed record VendorReply(int Status, string Body, params (string Name, string Value)[] Headers)
{
    public static VendorReply Silence { get; } = new(200, "") { Hangs = true };

    public bool Hangs { get; private init; }
}
