using System.ClientModel;
using System.Net;
using System.Text.Json;
using AiSre.Domain.Chat;
using AiSre.Grains.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Chat;

/// <summary>
/// A provider's model. Whatever the provider does is a reply: of three failures in a row it is left alone for a minute, and then asked once. Neither
/// what is sent nor what comes back is logged, and no message of a provider is either: it may repeat both.
/// </summary>
internal sealed partial class ChatModel(IChatClient client, ChatModelOptions options, TimeProvider clock, ILogger<ChatModel> log) : IChatModel
{
    private const string SchemaName = "answer";

    private readonly ChatBreaker breaker = new();

    public string Name => options.Model;

    public async Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellation)
    {
        if (!breaker.MayTry(clock.GetUtcNow())) return new(null, ChatReasons.CircuitOpen, 0, WasCalled: false);
        try
        {
            // Some clients look at their token late, or never.
            var answer = await client.GetResponseAsync(Messages(request), Settings(request), cancellation).WaitAsync(cancellation);
            breaker.Worked();
            return new(answer.Text is { Length: > 0 } text ? text : "", null, TokensOf(answer));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var reason = cancellation.IsCancellationRequested ? ChatReasons.Timeout : ReasonOf(exception);
            breaker.Failed(clock.GetUtcNow());
            LogFailed(log, reason, exception.GetType().Name);
            return new(null, reason, 0);
        }
    }

    private static List<ChatMessage> Messages(ChatRequest request) =>
    [
        new(ChatRole.System, request.System),
        .. request.Lines.Select((line, at) => new ChatMessage(at % 2 == 0 ? ChatRole.User : ChatRole.Assistant, line)),
    ];

    private ChatOptions Settings(ChatRequest request)
    {
        using var schema = JsonDocument.Parse(request.Schema);
        return new()
        {
            Temperature = options.Temperature,
            MaxOutputTokens = options.MostOutputTokens,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement.Clone(), SchemaName),
        };
    }

    /// <summary>What the provider counts; where it counts nothing, letters tell about how much it was.</summary>
    private static long TokensOf(ChatResponse answer) =>
        answer.Usage is { } usage ? usage.TotalTokenCount ?? (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0) : answer.Text.Length / 4;

    private static string ReasonOf(Exception exception) => StatusOf(exception) switch
    {
        (int)HttpStatusCode.TooManyRequests => ChatReasons.RateLimited,
        >= 400 and < 500 => ChatReasons.Refused,
        _ => exception is OperationCanceledException or TimeoutException ? ChatReasons.Timeout : ChatReasons.Unavailable,
    };

    private static int? StatusOf(Exception exception) => exception switch
    {
        ClientResultException result => result.Status,
        Anthropic.Exceptions.AnthropicApiException api => (int)api.StatusCode,
        HttpRequestException { StatusCode: { } status } => (int)status,
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chat model did not answer: {Reason} ({Exception})")]
    private static partial void LogFailed(ILogger log, string reason, string exception);
}
