namespace AiSre.Domain.Incidents;

/// <summary>One row of an incident's history. Written with the change that it tells of, never changed afterwards.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Actor">Who did it: <c>system</c>, <c>webhook:&lt;source&gt;</c>, or a person's name.</param>
/// <param name="At">When, by the server's clock.</param>
/// <param name="Payload">A JSON object, made with <see cref="EventPayload"/>.</param>
[GenerateSerializer, Immutable, Alias("aisre.timeline-event")]
public sealed record TimelineEvent(
    [property: Id(0)] string Type,
    [property: Id(1)] string Actor,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Payload = "{}");
