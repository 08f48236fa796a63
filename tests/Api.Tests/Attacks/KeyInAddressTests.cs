using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Attacks;

/// <summary>A key in the address, in every spelling that a parser reads as one, is in no log line, span, metric, audit row or file.</summary>
public sealed class KeyInAddressTests
{
    private const string Key = "Sesame0Sesame1Sesame2Sesame3";
    private const string Wrong = "Sesame4Sesame5Sesame6Sesame7";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_nowhere_afterwards()
    {
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            // The client's own spans may know what it asked for.
            ShouldListenTo = static source => !source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => spans.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        var logs = new LogCapture();
        await using var host = await EmbeddedHost.StartWithAsync(
            services =>
            {
                services.AddSingleton<ILoggerProvider>(logs);
                services.PostConfigure<LoggerFilterOptions>(options =>
                {
                    options.MinLevel = LogLevel.Trace;
                    options.Rules.Clear();
                });
            },
            $"root={Key}:admin");

        foreach (var spelling in (string[])["api_key", "api%5Fkey", "api%5fkey", "API_KEY", "Api_Key", "%61pi_key", "%41%50%49%5F%4B%45%59"])
        {
            foreach (var key in (string[])[Key, Uri.EscapeDataString(Key).Replace("S", "%53", StringComparison.Ordinal)])
            {
                var seen = $"seen-{Uri.EscapeDataString(spelling)}";
                Assert.Equal(200, await SendAsync(host, HttpMethod.Get, $"/incidents?{spelling}={key}&q={seen}"));
                Assert.Equal(200, await SendAsync(host, HttpMethod.Get, $"/incidents?{spelling}={key}&api_key={key}&q={seen}&{spelling}={key}"));
                Assert.Equal(401, await SendAsync(host, HttpMethod.Get, $"/incidents?{spelling}={key}&api_key={Wrong}"));
                Assert.Equal(200, await SendAsync(host, HttpMethod.Post, $"/webhook?{spelling}={key}", """{"title":"Till stands"}"""));
                Assert.Equal(422, await SendAsync(host, HttpMethod.Post, $"/webhook?{spelling}={key}", "{}"));
                Assert.Equal(400, await SendAsync(host, HttpMethod.Post, $"/webhook?{spelling}={key}", "no json"));
                Assert.Equal(
                    200, await SendAsync(host, HttpMethod.Post, $"/autonomy/kill-switch?{spelling}={key}", """{"enabled":true,"reason":"drill"}"""));
                Assert.Equal(200, await SendAsync(host, HttpMethod.Put, $"/definitions?{spelling}={key}", "users: {dave: {}}"));
                Assert.Equal(404, await SendAsync(host, HttpMethod.Get, $"/nowhere?{spelling}={key}"));
                Assert.Equal(200, await SendAsync(host, HttpMethod.Get, $"/audit?{spelling}={key}"));
            }
        }
        var metrics = await host.Client.GetStringAsync("/metrics", Cancel);
        var folder = Path.GetDirectoryName(host.Services.GetRequiredService<SqliteFiles>().LedgerPath)!;
        using var audit = await host.SendAsync(HttpMethod.Get, "/audit?limit=500", key: Key);
        var rows = await audit.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("kill_switch_on", rows, StringComparison.Ordinal);
        Assert.NotEmpty(spans);
        // What stood beside the key is logged, so that the key would be too.
        Assert.Contains(logs.Lines, line => line.Contains("seen-api_key", StringComparison.Ordinal));
        foreach (var secret in (string[])[Key, Wrong, Key.Replace("S", "%53", StringComparison.Ordinal)])
        {
            Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(spans, span => span.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                Assert.False(await HoldsAsync(file, secret), file);
        }
        Assert.True(
            await HoldsAsync(Path.Combine(folder, "ledger.db-wal"), "Till stands")
            || await HoldsAsync(Path.Combine(folder, "ledger.db"), "Till stands"));
    }

    private static async Task<bool> HoldsAsync(string file, string text)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private static async Task<int> SendAsync(EmbeddedHost host, HttpMethod method, string target, string? body = null)
    {
        using var answer = await host.SendAsync(method, target, body, key: null);
        return (int)answer.StatusCode;
    }
}
