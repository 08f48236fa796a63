using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using AiSre.Integrations.Http;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace AiSre.Integrations.Chat;

/// <summary>
/// Makes a provider's client. All go by our own connections: no redirects, no proxies, no logs, no repeats that nobody counts; and none looks for
/// keys in the environment, so that what a model is asked goes only where the settings say.
/// </summary>
internal sealed class ChatClients(IHttpClientFactory http)
{
    private const int MostBytes = 1 << 20;

    /// <summary>Libraries insist on a key; servers that want none ignore it.</summary>
    private const string NoKey = "none";

    private static readonly Uri OwnOllama = new("http://localhost:11434");

    public IChatClient Make(ChatModelOptions options) => options.Provider switch
    {
        ChatProvider.OpenAI => OpenAI(options),
        ChatProvider.Anthropic => Anthropic(options),
        ChatProvider.Ollama => Ollama(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "No such provider."),
    };

    private IChatClient OpenAI(ChatModelOptions options)
    {
        var settings = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(Http()), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        };
        if (options.Url is { } url) settings.Endpoint = url;
        return new OpenAIClient(new ApiKeyCredential(options.ApiKey ?? NoKey), settings).GetChatClient(options.Model).AsIChatClient();
    }

    private IChatClient Anthropic(ChatModelOptions options)
    {
        // Without a key the library would look for one in the environment and in files.
        var settings = new Anthropic.Core.ClientOptions
        {
            HttpClient = Http(), ApiKey = options.ApiKey ?? NoKey, MaxRetries = 0, OpenTelemetry = false,
        };
        settings.BaseUrl = options.Url?.AbsoluteUri.TrimEnd('/') ?? "https://api.anthropic.com";
        return new AnthropicClient(settings).AsIChatClient(options.Model, options.MostOutputTokens);
    }

    private OllamaApiClient Ollama(ChatModelOptions options)
    {
        var client = Http();
        client.BaseAddress = options.Url ?? OwnOllama;
        if (options.ApiKey is { } key) client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new(client, options.Model);
    }

    private HttpClient Http()
    {
        var client = http.CreateClient(OutboundHttp.Trusted);
        client.MaxResponseContentBufferSize = MostBytes;
        return client;
    }
}
