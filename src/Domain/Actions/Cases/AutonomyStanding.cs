namespace AiSre.Domain.Actions.Cases;

/// <summary>What autonomy knows of itself in one case.</summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.autonomy")]
public sealed record AutonomyStanding
{
    /// <summary>Of the diagnosis, 0 to 1; null: there is none that rules stand behind.</summary>
    [Id(0)] public double? Confidence { get; init; }

    /// <summary>Successes of this action for this service since the last failure; null: could not be counted.</summary>
    [Id(1)] public int? VerifiedInARow { get; init; }

    /// <summary>The burn rate of the service's error budget; null: it has no objective, or nobody knows.</summary>
    [Id(2)] public double? BudgetBurn { get; init; }

    /// <summary>Alerts come faster than anybody can look at.</summary>
    [Id(3)] public bool IsStorm { get; init; }

    /// <summary>Why the breaker is open; null: it is closed.</summary>
    [Id(4)] public string? BreakerOpen { get; init; }
}
