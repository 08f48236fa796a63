using System.Text.Json;
using AiSre.Api.Settings;
using AiSre.Api.Tests.Edge;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Platform;

/// <summary>Alone in the process, because the console is one for all.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class LogFormatTests
{
    [Fact]
    public async Task A_line_is_an_object_with_a_UTC_instant_the_request_and_the_incident_that_it_is_about()
    {
        var lines = await LinesAsync("json", async host =>
        {
            using var failed = await host.GetAsync("/probe/incidents/inc-0000000000001", EdgeHost.Eyes, ("X-Request-Id", "req-of-the-test"));
            Assert.Equal(500, (int)failed.StatusCode);
        });
        var line = Assert.Single(lines,
            line => line.Contains("EdgeMiddleware", StringComparison.Ordinal) && line.Contains("failed unexpectedly", StringComparison.Ordinal));
        var entry = JsonElement.Parse(line);
        Assert.EndsWith("Z", entry.GetProperty("Timestamp").GetString());
        Assert.Equal("Error", entry.GetProperty("LogLevel").GetString());
        Assert.Equal("req-of-the-test", entry.GetProperty("State").GetProperty("RequestId").GetString());
        var scopes = entry.GetProperty("Scopes").EnumerateArray().ToList();
        Assert.Contains(scopes, scope => scope.TryGetProperty("RequestId", out var id) && id.GetString() == "req-of-the-test");
        Assert.Contains(scopes, scope => scope.TryGetProperty("IncidentId", out var id) && id.GetString() == "inc-0000000000001");
        Assert.All(lines.Where(written => written.Length > 0), written => JsonElement.Parse(written));
    }

    [Fact]
    public async Task Text_is_the_default()
    {
        var lines = await LinesAsync("", async host => (await host.GetAsync("/probe/throw/x", EdgeHost.Eyes)).Dispose());
        Assert.Contains(lines, line => line.StartsWith("fail: AiSre.Api.Edge.EdgeMiddleware[1]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_word_stops_the_start() => Assert.Contains("allowed are text and json", (await Assert.ThrowsAsync<SettingException>(
        () => EdgeHost.StartAsync(settings: (AiSreSettings.LogFormat.Name, "xml")))).Message);

    private static async Task<string[]> LinesAsync(string format, Func<EdgeHost, Task> act)
    {
        var console = System.Console.Out;
        using var written = new StringWriter();
        System.Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            await using var host =
                await EdgeHost.StartAsync(configure: static builder => builder.Logging.AddConsole(),
                    settings: (AiSreSettings.LogFormat.Name, format));
            await act(host);
        }
        finally
        {
            System.Console.SetOut(console);
        }
        return written.ToString().Split('\n');
    }
}
