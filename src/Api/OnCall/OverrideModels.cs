using AiSre.Grains.OnCall;

namespace AiSre.Api.OnCall;

/// <param name="Team">Whose on-call.</param>
/// <param name="User">Who stands in.</param>
/// <param name="From">Local time, <c>yyyy-MM-ddTHH:mm</c>, included.</param>
/// <param name="To">Local time, not included.</param>
/// <param name="TimeZone">IANA name; the team's when absent.</param>
/// <param name="Reason">At most 500 characters.</param>
public sealed record OverrideBody(string Team, string User, string From, string To, string? TimeZone = null, string? Reason = null);

/// <param name="Id">For its removal.</param>
public sealed record OverrideCreatedResponse(
    string Id, string Team, string User, string From, string To, string? TimeZone, string? Reason, string CreatedBy);

public sealed record OverridesResponse(IReadOnlyList<OverrideResponse> Overrides, int Count);

/// <param name="Id">Null for those of a definition, which only a definition removes.</param>
/// <param name="From">Local time.</param>
/// <param name="To">Local time, not included.</param>
/// <param name="Start">The same as an instant.</param>
/// <param name="End">The same as an instant.</param>
public sealed record OverrideResponse(
    string? Id, string Team, string User, string From, string To, string TimeZone, DateTimeOffset Start, DateTimeOffset End, string? Reason,
    string? CreatedBy)
{
    public static OverrideResponse Of(OverrideFacts facts) => new(
        facts.Id, facts.Team, facts.User, facts.From, facts.To, facts.TimeZone, facts.Start, facts.End, facts.Reason, facts.CreatedBy);
}
