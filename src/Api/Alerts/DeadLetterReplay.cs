using AiSre.Api.Security;
using AiSre.Console.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>Takes dead letters in once more, one by one, by the way of every alert.</summary>
internal sealed class DeadLetterReplay(AlertIntake intake, SourceChoice choice, IGrainFactory grains, TimeProvider clock) : IDeadLetterReplay
{
    private IDeadLetters Letters => grains.GetGrain<IDeadLetters>(0);

    /// <summary>The oldest behind a number, tried again; null when there is none.</summary>
    /// <param name="caller">Who asks. The letter's workspace counts, whichever the caller names.</param>
    /// <param name="workspace">Whose letters; null for all.</param>
    /// <param name="afterSeq">Only later ones than this.</param>
    /// <param name="only">This one alone; null for any.</param>
    public async Task<TriedLetter?> NextAsync(Caller caller, string? workspace, long afterSeq, long? only)
    {
        if (await Letters.OldestAsync(workspace, afterSeq, 1) is not [var letter] || (only is not null && letter.Seq != only)) return null;
        var error = await TryAsync(caller with { Workspace = letter.Workspace, WorkspaceName = null }, letter);
        if (error is null) await Letters.RemoveAsync(letter.Workspace, letter.Seq);
        else await Letters.RetriedAsync(letter.Workspace, letter.Seq, error);
        return new(letter.Seq, error);
    }

    public async Task<ReplayedLetters> ReplayAsync(string actor, string workspace, long afterSeq, long? only, int limit)
    {
        var caller = new Caller(actor, Role.Operator, workspace, workspace);
        var (done, failed, seq) = (0, 0, afterSeq);
        string? firstError = null;
        while (done + failed < limit)
        {
            if (await NextAsync(caller, workspace, seq, only) is not { } tried) return new(done, failed, firstError, null);
            seq = tried.Seq;
            if (tried.Error is null) done++;
            else failed++;
            firstError ??= tried.Error;
        }
        return new(done, failed, firstError, only is null ? seq : null);
    }

    /// <summary>Null when it went through; else what is wrong with it.</summary>
    private async Task<string?> TryAsync(Caller caller, DeadLetter letter)
    {
        try
        {
            using var document = JsonDocument.Parse(letter.Payload, new() { MaxDepth = 64 });
            var own = await choice.OwnAsync(caller.Workspace, letter.Source);
            var read = DeliveryReader.Read(letter.Source, document.RootElement, clock.GetUtcNow(), header: null, own);
            var outcome = await intake.IngestAsync(caller, read, document.RootElement, ReadOnlyMemory<byte>.Empty);
            return outcome.Problem?.Detail ?? (outcome.Failed > 0 ? outcome.Delivery!.Rejected[0].Message : null);
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
    }
}

/// <param name="Seq">Its number.</param>
/// <param name="Error">Why it failed again; null when it was taken in.</param>
internal sealed record TriedLetter(long Seq, string? Error);
