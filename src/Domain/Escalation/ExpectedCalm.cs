namespace AiSre.Domain.Escalation;

/// <summary>When an incident that opens and closes too often is calm, if nothing changes before.</summary>
/// <param name="At">When.</param>
/// <param name="Ends">It is over then: its tool has said so, and is believed from then on.</param>
public readonly record struct ExpectedCalm(DateTimeOffset At, bool Ends);
