namespace AiSre.Domain.Actions.Cases;

/// <summary>Something that was executed, whatever came of it. Dry runs and refusals are none.</summary>
/// <param name="At">When the provider was called.</param>
/// <param name="Workload">As <see cref="CaseView.Workload"/> writes it.</param>
/// <param name="IncidentId">For which incident; null: none.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.past")]
public sealed record PastAction(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] ActionName Action, [property: Id(2)] string Workload,
    [property: Id(3)] string? IncidentId = null)
{
    /// <summary>In the action log; null: whoever counts does not ask which it was.</summary>
    [Id(4)] public string? Id { get; init; }
}
