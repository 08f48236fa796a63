using AiSre.Domain.Deploys;

namespace AiSre.Grains.Deploys;

/// <summary>One deploy of one service. Key: <see cref="GrainKeys.Deploy"/>.</summary>
[Alias("aisre.deploy-grain")]
public interface IDeployGrain : IGrainWithStringKey
{
    /// <summary>Takes note of it, or of how far it has come. What is said twice changes nothing the second time.</summary>
    /// <param name="said">What is known of it now.</param>
    /// <param name="mayRunAgain">Its id names what was rolled out and not the run: long after its success it is another run.</param>
    [Alias("record"), Idempotent]
    Task<DeployOutcome> RecordAsync(Deploy said, bool mayRunAgain);
}

/// <param name="Stored">As it is stored; null: it is another run of what is stored here, and needs an id of its own.</param>
/// <param name="Repeated">Nothing was new.</param>
[GenerateSerializer, Immutable, Alias("aisre.deploy-outcome")]
public sealed record DeployOutcome([property: Id(0)] Deploy? Stored, [property: Id(1)] bool Repeated);
