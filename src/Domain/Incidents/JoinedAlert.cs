namespace AiSre.Domain.Incidents;

/// <summary>One alert identity of an incident. An incident is over when none of its alerts is firing.</summary>
/// <param name="Identity">The identity key, <c>source:account:id</c>.</param>
/// <param name="Firing">False once its source, or a person, said that it is over.</param>
[GenerateSerializer, Immutable, Alias("aisre.joined-alert")]
public sealed record JoinedAlert([property: Id(0)] string Identity, [property: Id(1)] bool Firing);
