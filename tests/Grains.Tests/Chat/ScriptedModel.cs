using System.Collections.Concurrent;
using AiSre.Grains.Chat;

namespace AiSre.Grains.Tests.Chat;

/// <summary>Answers what a test tells it to, and keeps what it was asked.</summary>
internal sealed class ScriptedModel : IChatModel
{
    private readonly ConcurrentQueue<ChatRequest> requests = [];

    public string Name => "test-model";

    private Func<CancellationToken, Task<ChatReply>> answer = _ => Task.FromResult(new ChatReply("{}", null, 10));

    public IReadOnlyList<ChatRequest> Requests => [.. requests];

    public void Says(params string[] texts)
    {
        var left = new ConcurrentQueue<string>(texts);
        answer = _ => Task.FromResult(new ChatReply(left.TryDequeue(out var next) ? next : texts[^1], null, 10));
    }

    public void Fails(string reason) => answer = _ => Task.FromResult(new ChatReply(null, reason, 0));

    /// <summary>Until its time is over.</summary>
    public void Hangs() => answer = cancellation =>
    {
        var over = new TaskCompletionSource<ChatReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => over.TrySetResult(new(null, Domain.Chat.ChatReasons.Timeout, 0)));
        return over.Task;
    };

    public Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellation)
    {
        requests.Enqueue(request);
        return answer(cancellation);
    }
}
