namespace AiSre.Domain.Actions.Cases;

/// <summary>How the incident is that an action is for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsOver">Nothing is wrong any more.</param>
/// <param name="IneffectiveFixes">So often it was done within a day for this incident, or those of the same alert before it.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.incident")]
public sealed record IncidentStanding([property: Id(0)] string Id, [property: Id(1)] bool IsOver, [property: Id(2)] int IneffectiveFixes)
{
    /// <summary>Why it could not be read; null: it was.</summary>
    [Id(3)] public string? Problem { get; init; }
}
