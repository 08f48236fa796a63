namespace AiSre.Domain.Incidents;

/// <summary>An incident was resolved, or reopened.</summary>
public readonly record struct PhaseTurn(DateTimeOffset At, bool Reopened);
