using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>Ends of alerts of one workspace that arrived before their beginnings. Key: the workspace.</summary>
[Alias("aisre.early-ends")]
public interface IEarlyEndsGrain : IGrainWithStringKey
{
    /// <summary>Those that one intake has heard of.</summary>
    [Alias("of"), Idempotent]
    Task<ImmutableArray<EarlyEnd>> OfAsync(string scope);

    /// <summary>Durable when it returns.</summary>
    [Alias("remember"), Idempotent]
    Task RememberAsync(ImmutableArray<EarlyEnd> ends);
}
