using System.Net.Sockets;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Senders that open connections and hardly send: the server ends them itself.</summary>
public sealed class SlowSenderTests
{
    [Fact]
    public async Task The_server_waits_for_heads_and_bodies_so_long_and_no_longer()
    {
        var kestrel = new KestrelServerOptions();
        await using var host = await EdgeHost.StartAsync(
            configure: builder => builder.WebHost.ConfigureKestrel(options => kestrel = options));
        var limits = kestrel.Limits;
        Assert.True(limits.MinRequestBodyDataRate is { BytesPerSecond: >= 240, GracePeriod.TotalSeconds: <= 5 }, $"{limits.MinRequestBodyDataRate}");
        Assert.True(limits.MinResponseDataRate is { BytesPerSecond: >= 240, GracePeriod.TotalSeconds: <= 5 }, $"{limits.MinResponseDataRate}");
        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(130));
        Assert.InRange(limits.MaxRequestHeadersTotalSize, 1, 32 << 10);
        Assert.InRange(limits.MaxRequestHeaderCount, 1, 100);
        Assert.InRange(limits.MaxRequestLineSize, 1, 8 << 10);
        Assert.InRange(limits.MaxRequestBodySize!.Value, 1, 1 << 20);
    }

    [Fact]
    public async Task A_body_that_does_not_come_ends_its_connection_and_holds_up_nobody()
    {
        await using var host = await EdgeHost.StartAsync();
        var port = host.Client.BaseAddress!.Port;
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await slow.ConnectAsync(System.Net.IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var head = $"POST /probe/ingest HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {EdgeHost.Prom}\r\nContent-Length: 1000000\r\n\r\n{{";
        await slow.SendAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)(await host.GetAsync("/health/live")).StatusCode);

        var heard = new StringBuilder();
        var buffer = new byte[4096];
        await Poll.UntilAsync("the server to end it", async () =>
        {
            var read = await slow.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            heard.Append(Encoding.ASCII.GetString(buffer, 0, read));
            return read == 0;
        });
        Assert.StartsWith("HTTP/1.1 408", heard.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await host.GetAsync("/health/live")).StatusCode);
    }
}
