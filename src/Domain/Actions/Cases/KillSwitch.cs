namespace AiSre.Domain.Actions.Cases;

/// <summary>Whether everything is stopped, and who did it.</summary>
/// <param name="IsOn">Nothing is done.</param>
/// <param name="By">Who; null: nobody ever touched it.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">When it was last turned.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.kill-switch")]
public sealed record KillSwitch(
    [property: Id(0)] bool IsOn, [property: Id(1)] string? By = null, [property: Id(2)] string? Reason = null,
    [property: Id(3)] DateTimeOffset? At = null)
{
    public static KillSwitch Off { get; } = new(false);
}
