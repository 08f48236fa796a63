using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Isolation;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Addresses that climb out of what serves files, or that a proxy in front may read differently, as raw bytes.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PathTraversalTests(SharedHost shared)
{
    private static readonly string[] Ups =
    [
        "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "%252e%252e%252f", "..\\", "..%5c", "..%c0%af", "%c0%ae%c0%ae/", "....//", ".../",
        "..;/", "%2e%2e;/", "..%00/",
    ];

    private static readonly string[] Files = ["etc/passwd", "proc/self/environ", "appsettings.json", "ledger.db", "AiSre.Silo.dll"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_address_leads_to_a_file_of_the_machine()
    {
        var roots = MappedRoute.Of(shared.Host).Where(route => route.Method is "GET" && route.Pattern.Contains('{', StringComparison.Ordinal))
            .Select(route => route.Pattern[..route.Pattern.IndexOf('{', StringComparison.Ordinal)]).Append("/").Distinct().ToList();
        Assert.Contains("/console/.assets/", roots);
        Assert.Contains("/docs/", roots);
        using var client = new Lines(shared.Host.Addresses[0].Port);
        foreach (var root in roots)
        {
            foreach (var up in Ups)
            {
                foreach (var file in Files)
                {
                    var target = $"{root}{string.Concat(Enumerable.Repeat(up, 8))}{file}";
                    var (status, body) = await client.GetAsync(target);
                    Assert.True(status < 500, $"{target}: {status}");
                    Assert.DoesNotContain("root:x:", body, StringComparison.Ordinal);
                    Assert.DoesNotContain("AI_SRE_", body, StringComparison.Ordinal);
                    Assert.DoesNotContain("SQLite format", body, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>Sends targets exactly as they are, as an admin, over connections that are made anew when the server ends one.</summary>
    private sealed class Lines(int port) : IDisposable
    {
        private HttpConnection? connection;

        public async Task<(int Status, string Body)> GetAsync(string target)
        {
            if (connection is not { IsOpen: true })
            {
                connection?.Dispose();
                connection = await HttpConnection.OpenAsync(port, Cancel);
            }
            var answer = await connection.SendAsync(
                Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {EdgeHost.Root}\r\n\r\n"), Cancel);
            return (answer.Status, answer.Body);
        }

        public void Dispose() => connection?.Dispose();
    }
}
