namespace AiSre.Grains.Definitions;

/// <summary>A person is to stand in. That the caller may ask for it has been decided.</summary>
/// <param name="Team">Name of the team.</param>
/// <param name="User">Id of who stands in.</param>
/// <param name="From">Local, <c>yyyy-MM-ddTHH:mm</c>, included.</param>
/// <param name="To">Local, <c>yyyy-MM-ddTHH:mm</c>, not included.</param>
/// <param name="TimeZone">IANA name; null: the team's.</param>
/// <param name="Reason">At most 500 characters.</param>
/// <param name="Actor">Who asks.</param>
[GenerateSerializer, Immutable, Alias("aisre.override-request")]
public sealed record OverrideRequest(
    [property: Id(0)] string Team,
    [property: Id(1)] string User,
    [property: Id(2)] string From,
    [property: Id(3)] string To,
    [property: Id(4)] string? TimeZone,
    [property: Id(5)] string? Reason,
    [property: Id(6)] string Actor);

/// <param name="Id">Of the new stand-in; null when it was refused.</param>
/// <param name="Field">Which field of the request is wrong: <c>team</c>, <c>user</c>, <c>from</c>, <c>to</c>, <c>time_zone</c> or
/// <c>reason</c>.</param>
/// <param name="Problem">What is wrong with it, and what is allowed.</param>
[GenerateSerializer, Immutable, Alias("aisre.override-outcome")]
public sealed record OverrideOutcome(
    [property: Id(0)] string? Id,
    [property: Id(1)] string? Field,
    [property: Id(2)] string? Problem);
