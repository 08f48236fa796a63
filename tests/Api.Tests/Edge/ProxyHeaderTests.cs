using System.Net;
using AiSre.Api.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Edge;

/// <summary>Whose word about the sender's address counts.</summary>
public sealed class ProxyHeaderTests
{
    private const string Said = "203.0.113.9";

    [Theory]
    [InlineData("127.0.0.1", null, Said)]
    [InlineData("10.4.5.6", null, Said)]
    [InlineData("::ffff:192.168.7.7", null, Said)]
    [InlineData("fd00::5", null, Said)]
    [InlineData("198.51.100.4", null, "198.51.100.4")]
    [InlineData("198.51.100.4", "198.51.100.0/24", Said)]
    [InlineData("198.51.100.4", "198.51.100.4,10.0.0.0/8", Said)]
    [InlineData("127.0.0.1", "10.0.0.0/8", "127.0.0.1")]
    [InlineData("2001:db8::7", "0.0.0.0/0,::/0", Said)]
    public async Task A_proxy_that_is_not_trusted_says_nothing_about_the_sender(string peer, string? trusted, string seen)
    {
        (string, string)[] settings = [("FORWARDEDHEADERS_ENABLED", "true")];
        if (trusted is not null) settings = [.. settings, ("AI_SRE_TRUSTED_PROXIES", trusted)];
        await using var host = await EdgeHost.StartAsync(
            // Before the one that reads the headers.
            configure: builder => builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new ComesFrom(IPAddress.Parse(peer)))),
            settings: settings);
        using var answer = await host.GetAsync("/probe/who", "wrong-key", ("X-Forwarded-For", Said));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(seen, answer.Header("X-Test-Seen"));
    }

    [Theory]
    [InlineData("proxy.internal")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10")]
    [InlineData("10.0.0.1,,10.0.0.2")]
    public void What_is_no_network_stops_the_start(string trusted)
    {
        var wrong = Assert.Throws<SettingException>(
            () => EdgeHost.Build(EdgeHost.Keys, "Development", null, ("AI_SRE_TRUSTED_PROXIES", trusted)));
        Assert.StartsWith("AI_SRE_TRUSTED_PROXIES has '", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>Every request looks as if it came from there, and the answer says where the platform thinks it came from.</summary>
    private sealed class ComesFrom(IPAddress peer) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = peer;
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["X-Test-Seen"] = context.Connection.RemoteIpAddress?.ToString();
                    return Task.CompletedTask;
                });
                return following(context);
            });
            next(app);
        };
    }
}
