using System.Text.Json;
using AiSre.Domain.Chat;
using AiSre.Grains.Chat;
using AiSre.Integrations.Chat;
using AiSre.Integrations.Tests.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Chat;

/// <summary>What goes over the wire to each kind of provider, and what becomes of what they answer.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private const string Answer = """{"texts":["one"]}""";

    private static readonly ChatRequest Question = new("You are careful.", ["What broke?"], """{"type":"object","properties":{}}""");

    private RecordingVendor vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await RecordingVendor.StartAsync();

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task OpenAI_and_what_speaks_like_it()
    {
        vendor.Answer = _ => Json(new
        {
            id = "chatcmpl-1", @object = "chat.completion", created = 1_772_366_400, model = "m-1",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = Answer } } },
            usage = new { prompt_tokens = 30, completion_tokens = 12, total_tokens = 42 },
        });

        var reply = await AskAsync(Model(ChatProvider.OpenAI, "/v1"));

        Assert.Equal((Answer, (string?)null, 42L), (reply.Text, reply.Reason, reply.Tokens));
        var (sent, body) = (Assert.Single(vendor.Requests), vendor.Last.Json);
        Assert.Equal(("POST", "/v1/chat/completions", "Bearer key-1"), (sent.Method, sent.Path, sent.Headers["Authorization"]));
        Assert.Equal("m-1", body.GetProperty("model").GetString());
        Assert.Equal(0, body.GetProperty("temperature").GetDouble());
        Assert.Equal(1_200, (body.TryGetProperty("max_completion_tokens", out var most) ? most : body.GetProperty("max_tokens")).GetInt32());
        Assert.Equal("json_schema", body.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("role").GetString()));
        Assert.False(body.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task Anthropic()
    {
        vendor.Answer = _ => Json(new
        {
            id = "msg_1", type = "message", role = "assistant", model = "m-1", stop_reason = "end_turn", stop_sequence = (string?)null,
            content = new[] { new { type = "text", text = Answer } }, usage = new { input_tokens = 30, output_tokens = 12 },
        });

        var reply = await AskAsync(Model(ChatProvider.Anthropic));

        Assert.Equal((Answer, (string?)null, 42L), (reply.Text, reply.Reason, reply.Tokens));
        var (sent, body) = (Assert.Single(vendor.Requests), vendor.Last.Json);
        Assert.Equal(("POST", "/v1/messages", "Bearer key-1"), (sent.Method, sent.Path, sent.Headers["Authorization"]));
        Assert.True(sent.Headers.ContainsKey("anthropic-version"));
        Assert.Equal(("m-1", 1_200), (body.GetProperty("model").GetString(), body.GetProperty("max_tokens").GetInt32()));
        Assert.Equal("json_schema", body.GetProperty("output_config").GetProperty("format").GetProperty("type").GetString());
        Assert.Contains("You are careful.", body.GetProperty("system").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["user"], body.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("role").GetString()));
        Assert.False(body.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task Ollama()
    {
        vendor.Answer = _ => new(200, JsonSerializer.Serialize(new
        {
            model = "m-1", created_at = "2026-03-01T12:00:00Z", message = new { role = "assistant", content = Answer }, done = true,
            done_reason = "stop", total_duration = 1L, load_duration = 1L, prompt_eval_count = 30, prompt_eval_duration = 1L, eval_count = 12,
            eval_duration = 1L,
        }) + "\n", ("Content-Type", "application/x-ndjson"));

        var reply = await AskAsync(Model(ChatProvider.Ollama));

        Assert.Equal((Answer, (string?)null, 42L), (reply.Text, reply.Reason, reply.Tokens));
        var (sent, body) = (Assert.Single(vendor.Requests), vendor.Last.Json);
        Assert.Equal(("POST", "/api/chat"), (sent.Method, sent.Path));
        Assert.Equal("m-1", body.GetProperty("model").GetString());
        Assert.Equal((0, 1_200), (body.GetProperty("options").GetProperty("temperature").GetDouble(),
            body.GetProperty("options").GetProperty("num_predict").GetInt32()));
        Assert.Equal(JsonValueKind.Object, body.GetProperty("format").ValueKind);
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("role").GetString()));
    }

    public static TheoryData<ChatProvider> Providers => [ChatProvider.OpenAI, ChatProvider.Anthropic, ChatProvider.Ollama];

    [Theory, MemberData(nameof(Providers))]
    public async Task What_goes_wrong_is_a_reason_is_not_repeated_and_says_nothing_of_what_was_sent(ChatProvider provider)
    {
        var log = new Lines();
        var clock = new FakeTimeProvider();
        foreach (var (status, reason) in new[] { (429, ChatReasons.RateLimited), (401, ChatReasons.Refused), (500, ChatReasons.Unavailable) })
        {
            var calls = vendor.Requests.Count;
            vendor.Answer = _ => new(status, """{"type":"error","error":{"type":"x","message":"What broke?"},"message":"What broke?"}""");
            Assert.Equal((null, reason), Of(await AskAsync(Model(provider, clock: clock, log: log))));
            Assert.Equal(1, vendor.Requests.Count - calls);
        }

        vendor.Answer = _ => new(200, "<html>a proxy's page</html>", ("Content-Type", "text/html"));
        Assert.NotNull((await AskAsync(Model(provider, clock: clock, log: log))).Reason ?? (provider is ChatProvider.Ollama ? "empty" : null));
        vendor.Answer = _ => new(302, "", ("Location", "http://127.0.0.1:1/"));
        Assert.NotNull((await AskAsync(Model(provider, clock: clock, log: log))).Reason);
        Assert.NotEmpty(log.Written);
        Assert.DoesNotContain(log.Written, line => line.Contains("What broke?", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_model_that_says_nothing_is_given_up_in_time(ChatProvider provider)
    {
        vendor.Answer = _ => VendorReply.Silence;
        using var time = new CancellationTokenSource();
        var asked = Model(provider).AskAsync(Question, time.Token);
        await TestHost.Poll.UntilAsync("it is asked", () => Task.FromResult(vendor.Requests.Count == 1));
        await time.CancelAsync();
        Assert.Equal((null, ChatReasons.Timeout), Of(await asked));
    }

    [Fact]
    public async Task After_three_failures_it_is_left_alone_for_a_minute_and_then_asked_once()
    {
        var clock = new FakeTimeProvider();
        var model = Model(ChatProvider.Anthropic, clock: clock);
        vendor.Answer = _ => new(500, "");
        for (var i = 0; i < 3; i++) Assert.Equal(ChatReasons.Unavailable, (await AskAsync(model)).Reason);
        var left = await AskAsync(model);
        Assert.Equal((ChatReasons.CircuitOpen, false), (left.Reason, left.WasCalled));
        Assert.Equal(3, vendor.Requests.Count);

        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(ChatReasons.Unavailable, (await AskAsync(model)).Reason);
        Assert.Equal(ChatReasons.CircuitOpen, (await AskAsync(model)).Reason);
        Assert.Equal(4, vendor.Requests.Count);
    }

    [Fact]
    public async Task No_key_of_the_environment_is_taken_for_ours()
    {
        vendor.Answer = _ => new(500, "");
        Environment.SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", "not-ours");
        try
        {
            await AskAsync(Model(ChatProvider.Anthropic));
            await AskAsync(Model(ChatProvider.Anthropic, key: null));
            var sent = vendor.Requests.SelectMany(request => request.Headers.Values).ToList();
            Assert.Contains("Bearer key-1", sent);
            Assert.DoesNotContain(sent, value => value.Contains("not-ours", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", null);
        }
    }

    private static (string? Text, string? Reason) Of(ChatReply reply) => (reply.Text, reply.Reason);

    private static Task<ChatReply> AskAsync(ChatModel model) => model.AskAsync(Question, TestContext.Current.CancellationToken);

    private ChatModel Model(
        ChatProvider provider, string path = "", TimeProvider? clock = null, ILogger<ChatModel>? log = null, string? key = "key-1")
    {
        var options = new ChatModelOptions { Provider = provider, Url = new(vendor.Address + path), Model = "m-1", ApiKey = key };
        var clients = new ServiceCollection().AddChatModel(options).AddLogging().BuildServiceProvider().GetRequiredService<ChatClients>();
        return new(clients.Make(options), options, clock ?? TimeProvider.System, log ?? NullLogger<ChatModel>.Instance);
    }

    private static VendorReply Json(object body) => new(200, JsonSerializer.Serialize(body), ("Content-Type", "application/json"));

    private sealed class Lines : ILogger<ChatModel>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception) + exception);
    }
}
