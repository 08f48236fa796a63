using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Platform;

/// <summary>The real process at its most talkative: whatever secret comes in, none comes out.</summary>
public sealed class SecretsInLogsTests : IDisposable
{
    private const string Root = "hunter2-root-0123456789abcdef";

    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-logs-").FullName;

    private string Log => Path.Combine(folder, "log");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task No_key_signature_or_secret_is_logged_wherever_it_came_in()
    {
        var port = FreePort.Next();
        await using var silo = Start(port, ("AI_SRE_API_KEYS", $"root={Root}:admin"), ("AI_SRE_WEBHOOK_SECRET_PAGERDUTY", "hunter2-secret"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Poll.UntilAsync("the server", async () => await StatusAsync(http, "/health/ready") == 200, onTimeout: () => File.ReadAllText(Log));

        foreach (var key in (string[])[Root, "hunter2-wrong-0123456789abcdef"])
        {
            var expected = key == Root ? 200 : 401;
            Assert.Equal(expected, await StatusAsync(http, "/incidents", request => request.Headers.Add("X-API-Key", key)));
            Assert.Equal(expected, await StatusAsync(http, "/incidents", request => request.Headers.Authorization = new("Bearer", key)));
            Assert.Equal(expected, await StatusAsync(http, "/incidents", request => request.Headers.Authorization = Basic(key)));
            Assert.Equal(expected, await StatusAsync(http, $"/incidents?api_key={key}"));
            Assert.Equal(expected, await StatusAsync(http, $"/incidents?api%5Fkey={key}"));
            Assert.Equal(expected, await StatusAsync(http, $"/incidents?q=x&API%5fKEY={key}"));
            Assert.Equal(key == Root ? 404 : 401, await StatusAsync(http, $"/nowhere?api_key={key}"));
        }
        // The token of a signed link, in every way in which an address can name it.
        foreach (var path in (string[])["/i/inc-0123456789abc?token=hunter2", "/I/inc-0123456789abc?ToKeN=hunter2", "/%69/x?t%6fken=hunter2&a=b"])
            Assert.Equal(403, await StatusAsync(http, path));
        Assert.Equal(403, await StatusAsync(http, "/i/inc-0123456789abc", request =>
        {
            request.Method = HttpMethod.Post;
            request.Content = new FormUrlEncodedContent([new("token", "hunter2")]);
        }));
        Assert.Equal(401, await StatusAsync(http, "/webhook/pagerduty", request =>
        {
            request.Method = HttpMethod.Post;
            request.Headers.Add("X-API-Key", Root);
            request.Headers.Add("X-PagerDuty-Signature", "v1=hunter2signature");
            request.Content = new StringContent("""{"event":{"id":"1","event_type":"incident.triggered"}}""", Encoding.UTF8, "application/json");
        }));
        Assert.True(await silo.TerminateAsync(Poll.Patience));

        var lines = await File.ReadAllLinesAsync(Log, Cancel);
        Assert.NotEmpty(lines);
        foreach (var line in lines) Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind);
        AssertNoSecret();
    }

    [Theory]
    [InlineData("AI_SRE_API_KEYS", "root=hunter2-0123456789abcdef01:king")]
    [InlineData("AI_SRE_API_KEYS", "root=sha256:hunter2")]
    [InlineData("AI_SRE_POSTGRES", "Host=127.0.0.1;Port=1;Username=sre;Password=hunter2;Timeout=1")]
    [InlineData("AI_SRE_POSTGRES", "Host=127.0.0.1;Password=hunter2;Nonsense=1")]
    [InlineData("AI_SRE_POSTGRES", "postgres://sre:hunter2@127.0.0.1:1/sre")]
    [InlineData("AI_SRE_REDIS", "127.0.0.1:1,password=hunter2,connectTimeout=500,nonsense=1")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://sre:hunter2@127.0.0.1")]
    public async Task A_setting_with_a_password_is_not_shown_whether_it_stops_the_start_or_not(string setting, string value)
    {
        var port = FreePort.Next();
        await using var silo = Start(port, (setting, value));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
        // It gives up, or listens, perhaps without being ready, or waits for what does not answer: each has said by then what it has to say about
        // the setting.
        await Poll.UntilAsync("an end, an answer or a wait",
            async () => silo.HasExited || await StatusAsync(http, "/health/live") != 0
                || (File.Exists(Log) && (await File.ReadAllTextAsync(Log, Cancel)).Contains("the start waits for it", StringComparison.Ordinal)),
            onTimeout: () => File.ReadAllText(Log));
        await silo.TerminateAsync(Poll.Patience);
        Assert.NotEqual(0, new FileInfo(Log).Length);
        AssertNoSecret();
    }

    private void AssertNoSecret()
    {
        var log = File.ReadAllText(Log);
        Assert.DoesNotContain("hunter2", log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Root}")), log, StringComparison.Ordinal);
    }

    private static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{key}")));

    private ChildProcess Start(int port, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["AI_SRE_DATA_DIR"] = Path.Combine(folder, "data"),
            ["AI_SRE_SILO_PORT"] = $"{FreePort.Next()}",
            ["AI_SRE_GATEWAY_PORT"] = $"{FreePort.Next()}",
            ["AI_SRE_LOG_FORMAT"] = "json",
            ["Logging__LogLevel__Default"] = "Debug",
            ["Logging__LogLevel__AiSre"] = "Trace",
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        // To a file: what a child process keeps of its output are the last lines.
        return ChildProcess.Start("bash", ["-c", "exec dotnet \"$0\" > \"$1\" 2>&1", SiloBuild.Find(), Log], environment);
    }

    private static async Task<int> StatusAsync(HttpClient http, string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with?.Invoke(request);
        try
        {
            using var answer = await http.SendAsync(request, Cancel);
            return (int)answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !Cancel.IsCancellationRequested))
        {
            // Nobody has answered yet, or not in time.
            return 0;
        }
    }
}
