using System.Collections.Immutable;
using AiSre.Domain.Chat;
using Orleans.Concurrency;

namespace AiSre.Grains.Chat;

[GrainType("chat-words"), StatelessWorker, Reentrant]
public sealed class ChatWordsGrain(ChatAsker asker, ChatAllowance options) : Grain, IChatWords
{
    public async Task<RewordedTexts> RewordAsync(string workspace, ImmutableArray<string> texts)
    {
        if (asker.WhyNot(workspace) is { } reason) return new(texts, null, reason);
        if (Rewording.Of(texts) is not { } question) return new(texts, null, ChatReasons.NothingToRead);
        var asked = await asker.AskAsync(workspace, question, options.Longest, answer => Rewording.Read(answer, texts));
        if (asked.Answer is not { } raw) return new(texts, null, asked.Reason);
        return Rewording.Checked(raw, texts) is { } words ? new(words, asker.Model, null) : new(texts, null, ChatReasons.Ungrounded);
    }
}
