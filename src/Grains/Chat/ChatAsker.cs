using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Chat;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AiSre.Grains.Chat;

/// <summary>
/// Asks a chat model within its budget and its time, once more where its answer cannot be read, and never fails: whoever asks has an answer of his
/// own. Neither question nor answer is ever logged.
/// </summary>
public sealed partial class ChatAsker(IChatModel model, ChatAllowance options, IGrainFactory grains, TimeProvider clock, ILogger<ChatAsker> log)
{
    private const string Repair =
        "That is not the JSON object that was asked for, or it breaks one of its limits. Answer with the object alone, without a word beside it.";

    /// <summary>With less no model answers, and it would look as if it were down.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    public string Model => model.Name ?? "";

    /// <summary>Null: it may be asked for this workspace.</summary>
    public string? WhyNot(string workspace) => model.Name is null ? ChatReasons.NotConfigured
        : options.Allows(workspace) ? null : ChatReasons.NotAllowed;

    /// <param name="workspace">Whose budget it is.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="longest">If that is shorter than what the options allow.</param>
    /// <param name="read">Null: the answer is not what was asked for.</param>
    public async Task<Asked<T>> AskAsync<T>(string workspace, ChatQuestion question, TimeSpan longest, Func<string, T?> read) where T : class
    {
        if (WhyNot(workspace) is { } reason) return new(null, reason);
        if (longest < Shortest) return new(null, ChatReasons.NoTimeLeft);
        var use = grains.GetGrain<IChatUseGrain>(workspace);
        var key = KeyOf(question);
        try
        {
            var turn = await use.BeginAsync(key);
            if (turn.Answer is { } known) return read(known) is { } again ? new(again, null) : new(null, ChatReasons.Invalid);
            if (turn.Id is not { } id) return new(null, turn.Refusal ?? ChatReasons.Busy);
            var (answer, spent, why) = await TalkAsync(question, key, longest < options.Longest ? longest : options.Longest, read);
            await use.EndAsync(id, spent);
            return new(answer, why);
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException or InconsistentStateException
            or TimeoutException or OrleansException)
        {
            LogNotCounted(log, workspace, exception);
            return new(null, ChatReasons.Unavailable);
        }
    }

    private async Task<(T? Answer, ChatSpent Spent, string? Reason)> TalkAsync<T>(
        ChatQuestion question, string key, TimeSpan longest, Func<string, T?> read) where T : class
    {
        using var time = new CancellationTokenSource(longest, clock);
        ImmutableArray<string> lines = [ChatFrame.Of(question.Data, RandomNumberGenerator.GetHexString(32, lowercase: true))];
        var (calls, tokens) = (0, 0L);
        while (true)
        {
            var reply = await model.AskAsync(new(question.System, lines, question.Schema), time.Token);
            if (reply.WasCalled) calls++;
            tokens += reply.Tokens;
            if (reply.Text is not { } text) return (null, new(key, calls, tokens, null), reply.Reason ?? ChatReasons.Unavailable);
            if (read(text) is { } answer) return (answer, new(key, calls, tokens, text), null);
            if (lines.Length > 1) return (null, new(key, calls, tokens, null), ChatReasons.Invalid);
            lines = [.. lines, text.Length <= MostRepeated ? text : text[..MostRepeated], Repair];
        }
    }

    /// <summary>Of an answer that is shown to the model again.</summary>
    private const int MostRepeated = 8_000;

    private string KeyOf(ChatQuestion question) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{model.Name}\n{question.Purpose}\n{question.System}\n{question.Schema}\n{question.Data}")));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chat model was not asked for {Workspace}, because what it is used cannot be counted")]
    private static partial void LogNotCounted(ILogger log, string workspace, Exception exception);
}

/// <summary>One of the two is set.</summary>
/// <param name="Answer">What was answered.</param>
/// <param name="Reason">Why nothing was.</param>
public sealed record Asked<T>(T? Answer, string? Reason) where T : class;
