using System.Collections.Immutable;
using AiSre.Domain.Silences;
using AiSre.Grains.Copies;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Silences;

/// <summary>This silo's copies of silences. While nobody knows of any, people are told.</summary>
public sealed class SilenceCache(Func<string, ISilencesGrain> grainOf, TimeProvider clock, ILogger<SilenceCache> log) : ISilences
{
    /// <summary>Alerts wait for this answer: a cluster that rearranges itself must not hold them up.</summary>
    private static readonly CopyTimes Times =
        new(Renewed: TimeSpan.FromSeconds(1), Oldest: TimeSpan.FromSeconds(2), Patience: TimeSpan.FromMilliseconds(500));

    private readonly RefreshedCopies<ImmutableArray<Silence>> copies = new(
        new("silences", (workspace, _) => grainOf(workspace).ListAsync(), static silences => silences.Length > 0) { WhileUnknown = static () => [] },
            Times, clock, log);

    public ValueTask<ImmutableArray<Silence>> OfAsync(string workspace) => copies.OfAsync(workspace);

    public Task<ImmutableArray<Silence>> FreshAsync(string workspace) => copies.FreshAsync(workspace);

    internal void Learn(string workspace, ImmutableArray<Silence> silences, long began) => copies.Learn(workspace, silences, began);
}
