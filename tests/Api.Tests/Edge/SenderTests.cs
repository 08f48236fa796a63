using System.Text;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Edge;

/// <summary>A sender that is broken is seen, and a request that is broken is the sender's fault.</summary>
public sealed class SenderTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_refused_is_counted_and_logged_by_name_and_never_by_key()
    {
        await using var host = await EdgeHost.StartAsync();
        var (wrong, forbidden) = (await CountAsync(host, 401, "grafana"), await CountAsync(host, 403, "other"));
        const string Wrong = "wrong-key-0123456789abcdef";
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(401, await PostAsync(host, "/probe/ingest?source=grafana", Wrong));
            Assert.Equal(403, await PostAsync(host, "/probe/ingest", EdgeHost.Eyes));
        }
        Assert.Equal(401, await PostAsync(host, "/probe/raw", Wrong));
        var tool = await CountAsync(host, 401, "uptime-kuma");
        Assert.Equal(401, await PostAsync(host, "/probe/ingest?source=Uptime-Kuma", Wrong));
        Assert.Equal(401, await PostAsync(host, "/probe/ingest?source=made-up", Wrong));
        Assert.InRange(await CountAsync(host, 401, "uptime-kuma"), tool + 1, double.MaxValue);
        Assert.Equal(0, await CountAsync(host, 401, "made-up"));

        // All hosts of this process count together.
        Assert.InRange(await CountAsync(host, 401, "grafana"), wrong + 3, double.MaxValue);
        Assert.InRange(await CountAsync(host, 403, "other"), forbidden + 3, double.MaxValue);
        var lines = host.Logs.Lines.Where(line => line.StartsWith("Warning A sender is refused", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, lines.Count);
        Assert.Contains(lines, line => line.Contains("401", StringComparison.Ordinal) && line.Contains("grafana", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("key eyes", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(Wrong, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: +2\r\n\r\n{}", 400)]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n{}", 400)]
    [InlineData("Content-Length: 2,2\r\n\r\n{}", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\n{}", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-2\r\n{}", 400)]
    [InlineData("Content-Length: 2\r\n\r\n{}", 422)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 422)]
    public async Task Lengths_that_are_none_are_400_and_no_error_of_ours(string rest, int status)
    {
        // One reads its body as JSON, the other as it comes.
        foreach (var (path, expected) in new[] { ("/probe/echo", status), ("/probe/raw", status == 422 ? 200 : status) })
        {
            using var connection = await HttpConnection.OpenAsync(fixture.Host.Client.BaseAddress!.Port, Cancel);
            var answer = await connection.SendAsync(
                Encoding.Latin1.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {EdgeHost.Root}\r\nContent-Type: application/json\r\n{rest}"), Cancel);
            Assert.True(answer.Status == expected, $"{path}: {answer.Status}: {answer.Body}");
        }
        Assert.DoesNotContain(fixture.Host.Logs.Lines, line => line.Contains("failed unexpectedly", StringComparison.Ordinal));
    }

    private static async Task<double> CountAsync(EdgeHost host, int status, string source)
    {
        var series = $"ai_sre_ingest_refused_total{{status=\"{status}\",source=\"{source}\"}} ";
        var metrics = await host.Client.GetStringAsync("/metrics", Cancel);
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(series, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[series.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<int> PostAsync(EdgeHost host, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("X-API-Key", key);
        using var answer = await host.Client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }
}
