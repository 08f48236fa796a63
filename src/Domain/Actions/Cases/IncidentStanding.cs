namespace AiSre.Domain.Actions.Cases;

/// <summary>How the incident is that an action is for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsOver">Nothing is wrong any more.</param>
/// <param name="IneffectiveFixes">So often this action on this workload was done for it and it came back within its window.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.incident")]
public sealed record IncidentStanding([property: Id(0)] string Id, [property: Id(1)] bool IsOver, [property: Id(2)] int IneffectiveFixes);
