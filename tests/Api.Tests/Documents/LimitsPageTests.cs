using System.Globalization;
using AiSre.Api.Edge;
using AiSre.Api.Events;
using AiSre.Api.Security;
using AiSre.Api.Settings;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Heartbeats;
using AiSre.Domain.Silences;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workflows;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Tests.Documents;

/// <summary>The figures of docs/limits.md are those of the code.</summary>
public sealed class LimitsPageTests
{
    public static TheoryData<string, string> Rows => new()
    {
        { "the body of a delivery", $"{EdgeOptions.WebhookBodyBytes >> 20} MiB" },
        { "another body", $"{EdgeOptions.BodyBytes >> 20} MiB" },
        { "one workflow or runbook", $"{WorkflowDefinition.MaxSteps} steps" },
        { "a silence", $"{Silence.MaxMatchers} matchers, {SilenceCheck.Longest.TotalDays} days" },
        { "silences, heartbeats, overrides", Number(SilenceRules.MaxStanding) },
        { "silences, heartbeats, overrides", Number(HeartbeatRules.MaxOfWorkspace) },
        { "children of a group", $"{new DedupOptions().GroupMaxChildren}" },
        { "keys that a workspace has handed out", Number(IWorkspaceKeysGrain.MaxStanding) },
        { "an API key", $"{PresentedKey.MaxLength} characters" },
        { "writes that wait", $"{Number(AiSreSettings.LedgerQueue.Fallback)} (`{AiSreSettings.LedgerQueue.Name}`)" },
        { "one request", $"{AiSreSettings.RequestTimeoutSeconds.Fallback} s (`{AiSreSettings.RequestTimeoutSeconds.Name}`)" },
        { "wrong keys", $"{FailedLogins.WrongKeys} a minute" },
        { "deliveries of all keys", $"{Number(RateSettings.Ingest.Fallback)} a minute, {Number(RateSettings.IngestBurst.Fallback)} at once" },
        { "reads by one key", $"{Number(RateSettings.Reads.Fallback)} a minute (`{RateSettings.Reads.Name}`)" },
        { "pages of the console", $"{Number(RateSettings.Pages.Fallback)} a minute (`{RateSettings.Pages.Name}`)" },
        { "changes, as", $"{RateSettings.Writes.Fallback} a minute (`{RateSettings.Writes.Name}`)" },
        { "actions, approvals", $"{RateSettings.Actions.Fallback} a minute (`{RateSettings.Actions.Name}`)" },
        { "diagnoses that are asked for", $"{RateSettings.Questions.Fallback} a minute (`{RateSettings.Questions.Name}`)" },
        { "post-mortems, hand-offs", $"{RateSettings.Reports.Fallback} a minute (`{RateSettings.Reports.Name}`)" },
        { "streams of", $"{new EventStreamOptions().StreamsOfAKey} for each key" },
        { "runs of workflows at a time", $"{WorkflowRunsGrain.MostLive} of a workspace" },
        { "deploys", $"{DeployLimits.Kept.TotalDays} days" },
        { "runs of workflows |", $"{WorkflowRunGrain.Kept.TotalDays} days" },
        { "expired silences", $"{SilenceRules.KeepExpired.TotalDays} days" },
        { "`deliveries_per_minute`", Number(QuotaDefaults.Value.DeliveriesPerMinute!.Value) },
        { "`model_calls_per_day`", Number(QuotaDefaults.Value.ModelCallsPerDay!.Value) },
        { "the audit, the log of actions", $"at least {WorkspaceRules.LeastAuditDays}" },
        { "a session of the console", $"{ConsoleSession.Lasts.TotalHours} hours" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_figure_is_that_of_the_code(string row, string figure)
    {
        var lines = MarkdownPage.All.Single(page => page.Name == "docs/limits.md").Prose.Split('\n');
        var line = Assert.Single(lines, line => line.TrimStart('|', ' ').StartsWith(row, StringComparison.Ordinal));
        Assert.Contains(figure, line, StringComparison.Ordinal);
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
