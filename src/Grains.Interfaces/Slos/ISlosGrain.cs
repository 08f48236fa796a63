using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;
using Orleans.Concurrency;

namespace AiSre.Grains.Slos;

/// <summary>
/// Which objectives a workspace has, from its definitions and from the API, and that each of them is looked at every minute. Key: the workspace.
/// </summary>
[Alias("aisre.slos")]
public interface ISlosGrain : IGrainWithStringKey
{
    /// <summary>In the order of their names.</summary>
    [Alias("list"), Idempotent, AlwaysInterleave]
    Task<ImmutableArray<SloDefinition>> ListAsync();

    /// <summary>Null when there is none. Also finds a definition over a label, which is no SLO itself.</summary>
    [Alias("find"), Idempotent, AlwaysInterleave]
    Task<SloDefinition?> FindAsync(string name);

    /// <summary>Values of a label have been seen: those that there is room for have SLOs from then on.</summary>
    /// <returns>The SLO of the last of them; null: there is no such definition, or no room.</returns>
    [Alias("grouped"), Idempotent]
    Task<SloDefinition?> GroupedAsync(string name, ImmutableArray<string> values);

    /// <summary>How all of them stood when they were last looked at.</summary>
    [Alias("standings"), Idempotent, AlwaysInterleave]
    Task<ImmutableArray<SloStanding>> StandingsAsync();

    /// <summary>
    /// What an incident has cost the budgets of its service, the largest share first. One that an SLO has raised is asked of that SLO alone. Those of
    /// which nothing is known are not among them.
    /// </summary>
    [Alias("burnt"), Idempotent, AlwaysInterleave, ResponseTimeout("00:00:15")]
    Task<ImmutableArray<SloBurnt>> BurntAsync(Incident incident);

    /// <summary>Definitions of which not all values have SLOs, in the order of their names.</summary>
    [Alias("warnings"), Idempotent, AlwaysInterleave]
    Task<ImmutableArray<SloWarning>> WarningsAsync();

    /// <summary>Adds objectives, or changes those that came this way; all of them or none.</summary>
    [Alias("put"), Idempotent]
    Task<SloPutOutcome> PutAsync(ImmutableArray<SloDefinition> wanted, string actor);

    /// <summary>Takes one away that came this way.</summary>
    [Alias("remove"), Idempotent]
    Task<SloRefusal> RemoveAsync(string name, string actor);
}

/// <summary>How an objective stood when it was last looked at, as far as others care.</summary>
/// <param name="BurnRate">Of the last hour; null: nothing is known.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-standing")]
public sealed record SloStanding(
    [property: Id(0)] string Name, [property: Id(1)] string Service, [property: Id(2)] SloLevel Level, [property: Id(3)] double? BurnRate,
    [property: Id(4)] double RemainingPercent, [property: Id(5)] DateTimeOffset EvaluatedAt);

/// <param name="Name">The definition.</param>
/// <param name="Text">A sentence for whoever has defined it.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-warning")]
public sealed record SloWarning([property: Id(0)] string Name, [property: Id(1)] string Text);

/// <param name="Refusal">Why nothing was stored.</param>
/// <param name="Name">The objective that was refused.</param>
/// <param name="IsNew">None of them was there before.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-put-outcome")]
public sealed record SloPutOutcome(
    [property: Id(0)] SloRefusal Refusal, [property: Id(1)] string? Name = null, [property: Id(2)] bool IsNew = false);

public enum SloRefusal
{
    None = 0,

    /// <summary>The workspace's definitions have one of this name, and they decide.</summary>
    DefinedElsewhere = 1,

    /// <summary>The workspace has too many.</summary>
    TooMany = 2,

    /// <summary>There is none of this name.</summary>
    Unknown = 3,
}
