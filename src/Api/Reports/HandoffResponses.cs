using AiSre.Api.Deploys;
using AiSre.Domain.Reports.Handoff;

namespace AiSre.Api.Reports;

/// <summary>What whoever takes over has to know.</summary>
/// <param name="GeneratedAt">The end of the period.</param>
/// <param name="Summary">In a few sentences; the same facts give the same ones.</param>
/// <param name="Totals">Always <c>open_start + opened + reopened - resolved = open_end</c>.</param>
/// <param name="OpenIncidents">The worst and oldest of those that stand open, at most 50, without members of groups.</param>
/// <param name="ResolvedIncidents">Newest first, at most 50, without members of groups.</param>
/// <param name="Deploys">Newest first, at most 50.</param>
/// <param name="NextOncall">Who takes over within the next 12 hours.</param>
/// <param name="Markdown">All of it, to be read or posted.</param>
public sealed record HandoffResponse(
    DateTimeOffset GeneratedAt, int Hours, string WorkspaceId, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, string Summary,
    HandoffTotals Totals, IReadOnlyList<OpenNote> OpenIncidents, IReadOnlyList<ResolvedNote> ResolvedIncidents, ActionNotes Actions,
    IReadOnlyList<EscalationNote> Escalations, IReadOnlyList<StoredDeploy> Deploys, IReadOnlyList<NamedCount> TopServices,
    IReadOnlyList<NamedCount> TopPatterns, IReadOnlyList<SloAtRisk> SlosAtRisk, IReadOnlyList<DriftNote> DriftSignals,
    IReadOnlyList<NoisyNote> NoisyIncidents, IReadOnlyList<DutyHandover> OnCall, IReadOnlyList<DutyChange> NextOncall, string Markdown)
{
    public static HandoffResponse From(HandoffDigest digest, int hours) => new(
        digest.To, hours, digest.Workspace, digest.From, digest.To, digest.Summary, digest.Totals, digest.OpenIncidents, digest.ResolvedIncidents,
        digest.Actions, digest.Escalations, [.. digest.Deploys.Select(StoredDeploy.From)], digest.TopServices, digest.TopPatterns,
        digest.Outlook.SlosAtRisk, digest.Outlook.DriftSignals, digest.Outlook.NoisyIncidents, digest.OnCall, digest.NextOnCall,
        HandoffMarkdown.Of(digest));
}
