namespace AiSre.Domain.Incidents;

/// <summary>The deploy that came shortly before an incident.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it began.</param>
[GenerateSerializer, Immutable, Alias("aisre.deploy-mark")]
public sealed record DeployMark([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset At);
