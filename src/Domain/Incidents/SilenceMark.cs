namespace AiSre.Domain.Incidents;

/// <summary>Why nobody is told of an incident for now.</summary>
/// <param name="SilenceId">The silence or maintenance window.</param>
/// <param name="Until">When it ends, as far as is known; a silence can be ended earlier.</param>
/// <param name="Maintenance">It is a maintenance window.</param>
/// <param name="Comment">What its author said.</param>
[GenerateSerializer, Immutable, Alias("aisre.silence-mark")]
public sealed record SilenceMark(
    [property: Id(0)] string SilenceId,
    [property: Id(1)] DateTimeOffset Until,
    [property: Id(2)] bool Maintenance,
    [property: Id(3)] string? Comment);
