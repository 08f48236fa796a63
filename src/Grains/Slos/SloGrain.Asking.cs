using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Slos;

/// <summary>What a Prometheus says.</summary>
public sealed partial class SloGrain
{
    public async Task ConcludeAsync(SloDefinition definition, SourceAnswer said)
    {
        var now = answer = said.Reading is null ? Stale(await AnswerAsync(definition), said) : said;
        if (said.Minute is { Total: > 0 } minute)
        {
            var bucket = BucketOf(said.At, said.Reading!.IsShareOnly ? new(minute.Bad * SloChart.OfShare, minute.Total * SloChart.OfShare) : minute);
            // A second look in a minute asks as of the same time.
            if (unstored.IsEmpty || bucket.At > unstored[^1].At) unstored = unstored.Add(bucket);
        }
        await JudgeAsync(definition, (_, _) => ValueTask.FromResult(now.Reading ?? new()));
    }

    /// <summary>Asks outside of any call, so that nobody waits for a server that is slow; what it says comes back as a call.</summary>
    private async Task AskAsync(SloDefinition definition, ImmutableArray<Correction> corrections, SourceAnswer? before)
    {
        try
        {
            var said = await prometheus.ReadAsync(workspace, definition, corrections, before?.Reading, clock.GetUtcNow());
            await this.AsReference<ISloGrain>().ConcludeAsync(definition, said);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            SloMetrics.Failed();
            LogUnjudged(log, name, workspace, exception.Message);
        }
    }

    /// <summary>The last one to these questions, of which a restart leaves what was stored.</summary>
    private async ValueTask<SourceAnswer?> AnswerAsync(SloDefinition definition)
    {
        answer ??= (await StateAsync()).Answer is { Reading: { } reading } stored ? stored with { Reading = reading with { IsStale = true } } : null;
        return answer?.To == PrometheusReader.QuestionsOf(definition) ? answer : null;
    }

    private static SourceAnswer Stale(SourceAnswer? before, SourceAnswer failed) =>
        failed with { Reading = (before?.Reading ?? new()) with { IsStale = true } };

    private static SloBucket BucketOf(DateTimeOffset at, SloAmount minute)
    {
        var (bad, total) = ((long)Math.Round(minute.Bad), (long)Math.Round(minute.Total));
        return new(SloBucket.MinuteOf(at) - 1, Math.Max(0, total - bad), total);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the source of {Name} of {Workspace} says could not be looked at: {Reason}")]
    private static partial void LogUnjudged(ILogger log, string name, string workspace, string reason);
}
