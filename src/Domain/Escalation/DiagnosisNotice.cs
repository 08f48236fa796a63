namespace AiSre.Domain.Escalation;

/// <summary>The likely cause of an incident, for those who have it.</summary>
/// <param name="Key">Names the cause: said twice under one key it is said once.</param>
/// <param name="Text">For people.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis-notice")]
public sealed record DiagnosisNotice([property: Id(0)] string Key, [property: Id(1)] string Text);
