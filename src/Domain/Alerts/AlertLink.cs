namespace AiSre.Domain.Alerts;

/// <summary>A place where the alert can be looked at in the sender's product. Only http and https addresses are kept.</summary>
/// <param name="Name">What it is: <c>source</c>, <c>dashboard</c>, <c>panel</c>, <c>runbook</c>, <c>image</c>, <c>silence</c>,
/// <c>conference</c>.</param>
/// <param name="Url">Absolute address.</param>
[GenerateSerializer, Immutable, Alias("aisre.alert-link")]
public sealed record AlertLink([property: Id(0)] string Name, [property: Id(1)] string Url);
