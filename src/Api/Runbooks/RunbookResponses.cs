using AiSre.Api.Workflows;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runbooks;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Api.Runbooks;

/// <param name="Service">Whose incidents.</param>
/// <param name="Pattern">The label of their failure pattern, such as oomkilled.</param>
/// <param name="MinIncidents">Fewer teach nothing, 1 to 100; 2 when absent.</param>
public sealed record GenerateRunbookRequest(string Service, string Pattern, int MinIncidents = 2);

/// <param name="Runbook">As it was generated, or as somebody has changed it.</param>
public sealed record ApproveRunbookRequest(JsonElement Runbook);

/// <param name="DryRun">True when absent.</param>
/// <param name="Context">Inputs that the incident does not know, or knows wrongly.</param>
public sealed record ExecuteRunbookRequest(bool DryRun = true, IReadOnlyDictionary<string, JsonElement>? Context = null);

public sealed record RunbookListResponse(IReadOnlyList<RunbookItem> Runbooks, int Count);

/// <param name="Source">builtin, file or generated.</param>
public sealed record RunbookItem(string Id, string Name, string Description, string Source, RunbookMatchItem Match, int StepCount)
{
    public static RunbookItem From(WorkflowDefinition runbook) => new(
        runbook.Id, runbook.Name, runbook.Description, WorkflowItem.SourceOf(runbook), RunbookMatchItem.From(runbook.Match ?? new()),
            runbook.Steps.Length);
}

public sealed record RunbookMatchItem(
    IReadOnlyList<string> Patterns, IReadOnlyList<string> Services, IReadOnlyList<string> Severities, IReadOnlyList<string> Namespaces,
        string? TitleRegex,
    IReadOnlyDictionary<string, string> Labels, string Mode)
{
    public static RunbookMatchItem From(RunbookMatch match) => new(
        match.Patterns, match.Services, match.Severities, match.Namespaces, match.TitleRegex, match.Labels, match.IsAny ? "any" : "all");
}

public sealed record MatchedRunbooksResponse(string IncidentId, IReadOnlyList<MatchedRunbook> Runbooks, int Count);

public sealed record MatchedRunbook(string Id, string Name, double Score, IReadOnlyList<string> MatchedOn, string Source)
{
    public static MatchedRunbook From(RunbookScore score) => new(
        score.Runbook.Id, score.Runbook.Name, score.Score, score.MatchedOn, WorkflowItem.SourceOf(score.Runbook));
}

/// <param name="Runbook">Null when there were too few incidents.</param>
public sealed record GeneratedRunbookResponse(string Pattern, int Occurrences, JsonElement? Runbook, string Source, string Message);

/// <param name="SavedPath">What its file is called.</param>
/// <param name="FileWritten">Whether that was written. It is where the definitions come from files; the runbook counts in any case.</param>
public sealed record SavedRunbookResponse(bool Ok, string RunbookId, string SavedPath, string Message, bool FileWritten);

public sealed record RunbookRunResponse(
    string IncidentId, string RunbookId, string RunId, string Status, bool DryRun, IReadOnlyList<RunStepItem> Steps)
{
    public static RunbookRunResponse From(string incidentId, WorkflowRun run)
    {
        var response = RunResponse.From(run);
        return new(incidentId, run.Definition.Id, run.Id, response.Status, run.DryRun, response.Steps);
    }
}
