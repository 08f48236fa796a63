using System.Collections.Immutable;

namespace AiSre.Grains.Chat;

/// <summary>Somebody's chat model. It gets text and gives text; it has no tools.</summary>
public interface IChatModel
{
    /// <summary>As its provider calls it; null: none is configured.</summary>
    string? Name { get; }

    /// <summary>
    /// Never throws: what goes wrong is a reply with a reason. Ends with <paramref name="cancellation"/>, whatever the provider does.
    /// </summary>
    Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellation);
}

/// <param name="System">The only instructions.</param>
/// <param name="Lines">Ours and its own in turn, ours first and last.</param>
/// <param name="Schema">JSON schema of the answer.</param>
public sealed record ChatRequest(string System, ImmutableArray<string> Lines, string Schema);

/// <param name="Text">What it answered; null: nothing.</param>
/// <param name="Reason">Why nothing.</param>
/// <param name="Tokens">That it cost, in and out.</param>
/// <param name="WasCalled">Something was sent.</param>
public sealed record ChatReply(string? Text, string? Reason, long Tokens, bool WasCalled = true);

/// <summary>Where none is configured.</summary>
internal sealed class NoChatModel : IChatModel
{
    public string? Name => null;

    public Task<ChatReply> AskAsync(ChatRequest request, CancellationToken cancellation) =>
        Task.FromResult(new ChatReply(null, Domain.Chat.ChatReasons.NotConfigured, 0, WasCalled: false));
}
