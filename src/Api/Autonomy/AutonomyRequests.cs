using AiSre.Domain.Actions;
using AiSre.Grains.Autonomy;

namespace AiSre.Api.Autonomy;

/// <param name="Enabled">Cycles run by themselves.</param>
/// <param name="ApprovalRequired">A person is asked each time, whatever policies leave to autonomy.</param>
/// <param name="DefaultDryRun">It is said what would be done, and nothing is.</param>
/// <param name="PollIntervalSeconds">10 to 3,600.</param>
/// <param name="MaxIncidentsPerCycle">1 to 100.</param>
/// <param name="AutonomousActions">Names of actions.</param>
/// <param name="AllowedNamespaces">Globs; an empty list is no namespace.</param>
public sealed record AutonomySettingsRequest(
    bool? Enabled = null, bool? ApprovalRequired = null, bool? DefaultDryRun = null, int? PollIntervalSeconds = null,
    int? MaxIncidentsPerCycle = null, IReadOnlyList<string>? AutonomousActions = null, IReadOnlyList<string>? AllowedNamespaces = null)
{
    internal AutonomyChange ToChange(bool isDevMode, bool devModeActs) => new()
    {
        Enabled = Enabled,
        ApprovalRequired = ApprovalRequired,
        DefaultDryRun = DefaultDryRun,
        PollIntervalSeconds = PollIntervalSeconds,
        MaxIncidentsPerCycle = MaxIncidentsPerCycle,
        Actions = AutonomousActions is null ? null : [.. AutonomousActions.Select(ActionNames.Of).OfType<ActionName>().Distinct()],
        Namespaces = AllowedNamespaces is null ? null : [.. AllowedNamespaces.Distinct()],
        IsDevMode = isDevMode,
        DevModeActs = devModeActs,
    };
}

/// <param name="Scope">One of the status's <c>paused</c>; null: all.</param>
public sealed record AutonomyResetRequest(string? Scope = null);
