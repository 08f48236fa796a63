using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

/// <summary>What reports read of a workspace and a time.</summary>
public abstract class ReportTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly DateTimeOffset Since = Samples.Noon.AddHours(-2);

    private int logged;

    private IReportReads Reports => Service<IReportReads>();

    [Fact]
    public async Task What_opened_ended_and_opened_again_is_read_with_its_turns_in_their_order()
    {
        await BornAsync("inc-new", Since);
        await BornAsync("inc-turned", Since.AddDays(-1));
        await BornAsync("inc-still", Since.AddDays(-1));
        await BornAsync("inc-foreign", Since, workspace: "ws-2");
        await TurnAsync("inc-turned", IncidentPhase.Resolved, EventTypes.IncidentResolved, Since.AddMinutes(-1), 1);
        await TurnAsync("inc-turned", IncidentPhase.Open, EventTypes.IncidentReopened, Since.AddMinutes(10), 2);
        await TurnAsync("inc-turned", IncidentPhase.Acknowledged, EventTypes.IncidentAcknowledged, Since.AddMinutes(15), 3);
        await TurnAsync("inc-turned", IncidentPhase.Resolved, EventTypes.IncidentResolved, Since.AddMinutes(20), 4);

        var courses = (await Reports.CoursesAsync(Samples.Workspace, Since)).ToDictionary(course => course.Id);
        Assert.Equal(["inc-new", "inc-turned"], courses.Keys.Order());
        Assert.Empty(courses["inc-new"].Turns);
        var turned = courses["inc-turned"];
        Assert.Equal([new PhaseTurn(Since.AddMinutes(10), true), new PhaseTurn(Since.AddMinutes(20), false)], turned.Turns);
        Assert.Equal((IncidentPhase.Resolved, Severity.High, "payments", false), (turned.Phase, turned.Severity, turned.Scope, turned.IsMember));
    }

    [Fact]
    public async Task Open_ones_are_counted_by_severity_and_the_worst_and_oldest_come_without_members_of_groups()
    {
        await BornAsync("inc-a", Since);
        await BornAsync("inc-b", Since.AddMinutes(1), severity: Severity.Critical);
        await BornAsync("inc-c", Since.AddMinutes(-1), severity: Severity.Critical);
        await BornAsync("inc-d", Since, severity: Severity.Critical, placement: Samples.ChildOf("inc-a"));
        await TurnAsync("inc-a", IncidentPhase.Acknowledged, EventTypes.IncidentAcknowledged, Since, 1);
        Assert.Equal(
            [new OpenCount(Severity.High, 1, 1), new OpenCount(Severity.Critical, 3, 0)],
            (await Reports.OpenAsync(Samples.Workspace)).OrderBy(count => count.Severity));
        Assert.Equal(["inc-b", "inc-c"], (await Reports.WorstOpenAsync(Samples.Workspace, 2)).Select(incident => incident.Id).Order());
        Assert.Equal(["inc-a"], (await Reports.IncidentsAsync(Samples.Workspace, ["inc-a", "inc-none"])).Select(incident => incident.Id));
        Assert.Empty(await Reports.IncidentsAsync("ws-2", ["inc-a"]));
    }

    [Fact]
    public async Task What_was_tried_is_counted_by_outcome_and_the_last_for_each_incident_is_found()
    {
        await BornAsync("inc-a", Since);
        await LogAsync("inc-a", "success", Since.AddMinutes(1));
        await LogAsync("inc-a", "failed", Since.AddMinutes(2));
        await LogAsync("inc-a", "denied", Since.AddMinutes(3));
        await LogAsync("inc-a", "dry_run", Since.AddMinutes(4), dryRun: true);
        await LogAsync(null, "success", Since.AddMinutes(-1));
        Assert.Equal(["dry_run", "denied", "failed"], (await Reports.ActionsAsync(Samples.Workspace, Since, 3)).Select(action => action.Outcome));
        var outcomes = await Reports.OutcomesAsync(Samples.Workspace, Since);
        Assert.Equal((1L, 1L, 1L, 3), (outcomes["success"], outcomes["failed"], outcomes["denied"], outcomes.Count));
        var last = await Reports.LastActionsAsync(Samples.Workspace, ["inc-a", "inc-none"]);
        Assert.Equal(("inc-a", "failed"), (Assert.Single(last).Key, last["inc-a"].Outcome));
    }

    private Task<IncidentBirthEntry> BornAsync(
        string id, DateTimeOffset at, Severity severity = Severity.High, string workspace = Samples.Workspace, Placement? placement = null) =>
        CommitAsync(Samples.Birth(Samples.Incident(id, workspace, at) with { Severity = severity }, $"{workspace}:{id}", placement));

    private async Task TurnAsync(string id, IncidentPhase phase, string type, DateTimeOffset at, int version)
    {
        var incident = (await Reads.FindAsync(Samples.Workspace, id))!.Value.Incident;
        await CommitAsync(new IncidentWrite
        {
            Incident = incident with { Phase = phase }, Version = version, Facts = new() { Events = Samples.Of(incident, Samples.Event(type, at)) },
        });
    }

    private Task<FactsEntry> LogAsync(string? incident, string outcome, DateTimeOffset at, bool dryRun = false) => CommitAsync(
        new FactsEntry(Samples.Workspace)
        {
            Facts = new()
            {
                Actions =
                [
                    new(
                        $"act-{++logged}", incident, "restart_pod", outcome, dryRun, "shop", "dave", at.ToUnixTimeMilliseconds(), null,
                        IsExecuted: outcome is "success", "{}"),
                ],
            },
        });
}
