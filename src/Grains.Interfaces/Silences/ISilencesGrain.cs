using System.Collections.Immutable;
using AiSre.Domain.Silences;
using Orleans.Concurrency;

namespace AiSre.Grains.Silences;

/// <summary>The silences and maintenance windows of one workspace. Key: the workspace.</summary>
[Alias("aisre.silences")]
public interface ISilencesGrain : IGrainWithStringKey
{
    /// <summary>All that are stored, expired ones included. Answers while it is busy with something else, with what is on disk.</summary>
    [Alias("list"), Idempotent, AlwaysInterleave]
    Task<ImmutableArray<Silence>> ListAsync();

    /// <summary>
    /// A new one when it has no id; otherwise it takes the place of the one with that id, as long as that is not expired, and gets a new id when it
    /// is.
    /// </summary>
    /// <param name="silence">Checked by the caller (<see cref="SilenceCheck"/>).</param>
    [Alias("put")]
    Task<SilenceOutcome> PutAsync(Silence silence);

    /// <summary>Takes silences in as they once were, with their ids and times. Those whose id is known stay as they are.</summary>
    [Alias("restore"), Idempotent]
    Task RestoreAsync(ImmutableArray<Silence> silences);

    /// <summary>Ends it now. Null when there is none with this id.</summary>
    [Alias("expire"), Idempotent]
    Task<Silence?> ExpireAsync(string id, string actor);
}

/// <param name="Refusal">Why nothing was stored.</param>
/// <param name="Silence">As stored; null when it was refused.</param>
[GenerateSerializer, Immutable, Alias("aisre.silence-outcome")]
public sealed record SilenceOutcome([property: Id(0)] SilenceRefusal Refusal, [property: Id(1)] Silence? Silence);

public enum SilenceRefusal
{
    None = 0,

    /// <summary>There is no silence with the id that it names.</summary>
    Unknown = 1,

    /// <summary>The workspace has <see cref="SilenceRules.MaxStanding"/> already.</summary>
    TooMany = 2,

    /// <summary>The regular expressions of all its silences would cost more than <see cref="SilenceRules.MaxSteps"/>.</summary>
    TooLarge = 3,
}
