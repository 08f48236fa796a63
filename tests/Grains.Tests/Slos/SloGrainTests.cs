using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;
using AiSre.Grains.Alarms;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;
using AiSre.Grains.Reports;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Tests.Slos;

[Collection(OnSloSilo.Name)]
public sealed class SloGrainTests(SloSilo fixture)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private Till Till => new(silo, tenant);

    private ISlosGrain Slos => Till.Slos;

    private ISloGrain Grain => Till.Grain;

    private static SloDefinition OfIncidents => Till.OfIncidents;

    private static SloDefinition OfEvents => Till.OfEvents;

    private static SloDefinition OfPrometheus => OfIncidents with
    {
        Source = new PrometheusSloSource { ErrorQuery = "errors[{{window}}]", TotalQuery = "all[{{window}}]" }, Target = 0.99,
    };

    [Fact]
    public async Task Minutes_in_which_an_incident_was_open_are_gone_from_the_budget()
    {
        var critical = Signals.Firing("down", severity: Severity.Critical);
        await tenant.SendAsync(critical);
        await tenant.SendAsync(Signals.Firing("slow", severity: Severity.High));
        silo.Clock.Advance(TimeSpan.FromMinutes(8.5));
        await tenant.SendAsync(Signals.Resolved("down"));
        silo.Clock.Advance(TimeSpan.FromHours(7));
        var budget = (await Grain.ReportAsync(OfIncidents, isWhatIf: false)).Budget;
        Assert.Equal((21.6, 8.5, 13.1, 60.6),
            (SloRounding.Minutes(budget.TotalMinutes), SloRounding.Minutes(budget.ConsumedMinutes), SloRounding.Minutes(budget.RemainingMinutes),
                SloRounding.Percent(budget.RemainingPercent)));
        Assert.Equal((SloLevel.Ok, 0.0), (budget.Level, budget.BurnRate));
    }

    [Fact]
    public async Task While_the_Prometheus_of_a_workspace_with_many_objectives_hangs_those_of_another_are_looked_at()
    {
        var (other, answers) = (silo.NewTenant(), new TaskCompletionSource());
        fixture.Prometheus.Held[tenant.Workspace] = answers.Task;
        var many = Enumerable.Range(0, 200).Select(i => OfPrometheus with { Name = $"till-{i}", Workspace = tenant.Workspace });
        Assert.Equal(SloRefusal.None, (await Slos.PutAsync([.. many], "dave")).Refusal);
        await silo.AfterTicksAsync(() => Task.FromResult(fixture.Prometheus.Asked.ContainsKey(tenant.Workspace)), "the many are looked at");

        fixture.Prometheus.Answer(
            other.Workspace, (query, _) => new(QueryResult.Value, query.StartsWith("errors", StringComparison.Ordinal) ? 1 : 100));
        var own = new Till(silo, other);
        await own.PutAsync(OfPrometheus);
        await silo.AfterTicksAsync(async () => (await own.Slos.StandingsAsync()).Length == 1, "the other's is looked at");

        Assert.Empty(await Slos.StandingsAsync());
        answers.SetResult();
    }

    [Fact]
    public async Task What_opens_again_has_two_times_and_the_time_between_is_good()
    {
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 3);
        await tenant.SendAsync(Signals.Resolved("down"));
        silo.Clock.Advance(Minute * 4);
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 5);
        await tenant.SendAsync(Signals.Resolved("down"));
        var report = await Grain.ReportAsync(OfIncidents, isWhatIf: false);
        Assert.Equal(1, Assert.Single(await tenant.IncidentsAsync()).ReopenCount);
        Assert.Equal(2, report.Downtimes.Length);
        Assert.Equal(8, report.Budget.ConsumedMinutes, 6);
    }

    [Fact]
    public async Task A_tier_that_rises_opens_one_incident_that_is_no_downtime_and_its_fall_resolves_it()
    {
        await PutAsync(OfIncidents);
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 2);
        await tenant.SendAsync(Signals.Resolved("down"));
        var fast = await TierAsync("page_fast", IncidentPhase.Open);
        Assert.Equal(("slo", Severity.Critical, Tenant.Service), (fast.Source, fast.Severity, fast.Subject.Service));
        Assert.Contains("14.4 is too fast", fast.Description, StringComparison.Ordinal);
        Assert.Equal(2, (await Grain.ReportAsync(OfIncidents, isWhatIf: false)).Budget.ConsumedMinutes, 6);
        await TierAsync("page_fast", IncidentPhase.Resolved);
        Assert.Single(await TiersAsync("page_fast"));
        Assert.Equal(2, (await Grain.ReportAsync(OfIncidents, isWhatIf: false)).Budget.ConsumedMinutes, 6);
    }

    [Fact]
    public async Task A_batch_counts_once_and_one_wrong_event_refuses_all_of_it()
    {
        await Grain.TakeAsync(OfEvents, "b-1", [new(tenant.Now, 90, 100)]);
        var again = await Grain.TakeAsync(OfEvents, "b-1", [new(tenant.Now, 90, 100)]);
        Assert.Equal((1, true), (again.Accepted, again.IsRepeat));
        var late = await Grain.TakeAsync(OfEvents, "b-2", [new(tenant.Now.AddHours(-23), 5, 10), new(tenant.Now.AddHours(-25), 5, 10)]);
        Assert.Equal((0, 1), (late.Accepted, late.Refused));
        silo.Clock.Advance(Minute);
        await Grain.TakeAsync(OfEvents, null, [new(tenant.Now.AddMinutes(-1), 10, 10)]);
        await Grain.TakeAsync(OfEvents, null, [new(tenant.Now.AddHours(-23), 5, 10)]);
        var report = await Grain.ReportAsync(OfEvents, isWhatIf: false);
        Assert.Equal(new SloAmount(15, 120), report.Budget.Amount);
    }

    [Fact]
    public async Task What_is_reckoned_after_a_restart_is_the_same_to_the_last_byte()
    {
        for (var day = 0; day < 5; day++)
        {
            for (var i = 0; i < 20; i++) await Grain.TakeAsync(OfEvents, $"{day}-{i}", [new(tenant.Now.AddMinutes(-i * 7), 97 + i % 3, 100)]);
            silo.Clock.Advance(TimeSpan.FromHours(23.3));
        }
        await Grain.CorrectAsync(Correction(tenant.Now.AddDays(-3), tenant.Now.AddDays(-2.9)));
        var before = DocumentText.Write(await Grain.ReportAsync(OfEvents, isWhatIf: false));
        await silo.DeactivateAsync(Grain);
        Assert.Equal(before, DocumentText.Write(await Grain.ReportAsync(OfEvents, isWhatIf: false)));
        Assert.Equal(100 * 20 * 5, (await Grain.ReportAsync(OfEvents with { }, isWhatIf: true)).Reading.WindowUncorrected!.Value.Total);
    }

    [Fact]
    public async Task A_correction_gives_the_minutes_back_and_both_numbers_are_told()
    {
        var from = tenant.Now;
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 10);
        await tenant.SendAsync(Signals.Resolved("down"));
        var stored = (await Grain.CorrectAsync(Correction(from, from.AddMinutes(4)))).Correction!;
        var budget = (await Grain.ReportAsync(OfIncidents, isWhatIf: false)).Budget;
        Assert.Equal((6, 10), (Math.Round(budget.ConsumedMinutes, 6), Math.Round(budget.Uncorrected!.ConsumedMinutes, 6)));
        Assert.NotNull((await Grain.CorrectAsync(Correction(from, from))).Problem);
        Assert.True(await Grain.WithdrawAsync(stored.Id, "dave"));
        Assert.False(await Grain.WithdrawAsync(stored.Id, "dave"));
        budget = (await Grain.ReportAsync(OfIncidents, isWhatIf: false)).Budget;
        Assert.Equal((10, null), (Math.Round(budget.ConsumedMinutes, 6), budget.Uncorrected));
    }

    [Fact]
    public async Task What_is_defined_no_more_resolves_what_it_has_open_and_is_looked_at_no_more()
    {
        await PutAsync(OfIncidents);
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 2);
        await TierAsync("page_fast", IncidentPhase.Open);
        Assert.Equal(SloRefusal.None, await Slos.RemoveAsync("till", "dave"));
        await TierAsync("page_fast", IncidentPhase.Resolved);
        Assert.Equal(SloRefusal.Unknown, await Slos.RemoveAsync("till", "dave"));
        await silo.AfterTicksAsync(async () => await AlarmsAsync(SlosTarget.Of(tenant.Workspace)) == 0, "nothing is looked at any more");
    }

    [Fact]
    public async Task Definitions_that_bring_an_objective_have_it_looked_at()
    {
        var definitions = silo.Grains.GetGrain<IDefinitionsGrain>(tenant.Workspace);
        var outcome = await definitions.PutAsync([new("body", "slos: [{name: till, service: payments, target: 0.9995}]")], "ann");
        Assert.Empty(outcome.Problems);
        await silo.AfterTicksAsync(async () => (await Slos.StandingsAsync()).Length == 1 && await AlarmsAsync(SlosTarget.Of(tenant.Workspace)) == 1,
            "it is looked at");
        Assert.Equal(SloRefusal.DefinedElsewhere, (await Slos.PutAsync([OfIncidents], "dave")).Refusal);
        Assert.Equal(SloRefusal.DefinedElsewhere, await Slos.RemoveAsync("till", "dave"));
    }

    [Fact]
    public async Task Data_that_stays_away_is_an_incident_of_its_own_and_its_return_resolves_it()
    {
        Answers(total: 10, errors: 0);
        await PutAsync(OfPrometheus);
        await silo.AfterTicksAsync(async () => (await Slos.StandingsAsync()) is [{ Level: SloLevel.Ok }], "it is known");
        fixture.Prometheus.Answer(tenant.Workspace, static (_, _) => QueryAnswer.Missing);
        var absent = await TierAsync("absent", IncidentPhase.Open);
        Assert.Equal(Severity.Warning, absent.Severity);
        Assert.Equal(SloLevel.NoData, Assert.Single(await Slos.StandingsAsync()).Level);
        Answers(total: 10, errors: 0);
        await TierAsync("absent", IncidentPhase.Resolved);
        Assert.Single(await TiersAsync("absent"));
    }

    [Fact]
    public async Task A_source_that_is_away_leaves_its_last_answers_and_raises_nothing()
    {
        Answers(total: 10, errors: 0.01);
        await PutAsync(OfPrometheus);
        await silo.AfterTicksAsync(
            async () => (await Slos.StandingsAsync()) is [{ BurnRate: { } burn }] && Math.Abs(burn - 0.1) < 1e-9, "it is known");
        fixture.Prometheus.Answer(tenant.Workspace, static (_, _) => new(QueryResult.Away, Problem: "It answered 503."));
        await silo.AfterTicksAsync(
            async () => (await Grain.ReportAsync(OfPrometheus, isWhatIf: false)).Budget.Data is SloDataState.Stale, "its answers are old");
        var report = await Grain.ReportAsync(OfPrometheus, isWhatIf: false);
        Assert.Equal((0.1, "It answered 503."), (Math.Round(report.Budget.BurnRate!.Value, 9), report.Problem));
        Assert.Empty(await tenant.IncidentsAsync());
    }

    [Fact]
    public async Task No_errors_yet_are_none_and_a_whole_month_is_not_asked_for_anew_each_minute()
    {
        fixture.Prometheus.Answer(tenant.Workspace, static (query, _) =>
            query.StartsWith("all", StringComparison.Ordinal) ? new(QueryResult.Value, 10) : QueryAnswer.Missing);
        var report = await Grain.ReportAsync(OfPrometheus, isWhatIf: false);
        Assert.Equal((SloDataState.Ok, 0.0, 1.0), (report.Budget.Data, report.Budget.BurnRate, report.Budget.Sli));
    }

    [Fact]
    public async Task A_definition_over_a_label_is_an_objective_for_each_of_its_values()
    {
        fixture.Prometheus.Answer(tenant.Workspace, static (query, _) =>
            new(QueryResult.Value,
                query.StartsWith("all", StringComparison.Ordinal) ? 10 : query.EndsWith(" b", StringComparison.Ordinal) ? 0.05 : 0));
        fixture.Prometheus.Values[tenant.Workspace] = ["b", "a", "c"];
        await PutAsync(OfPrometheus with { GroupBy = "tenant", MaxGroups = 2 });
        await silo.AfterTicksAsync(async () => (await Slos.StandingsAsync()).Length == 2, "both are known");
        Assert.Equal(["till:a", "till:b"], (await Slos.ListAsync()).Select(slo => slo.Name));
        Assert.Equal([0, 0.5], (await Slos.StandingsAsync()).Select(slo => Math.Round(slo.BurnRate!.Value, 9)));
        Assert.Equal("tenant", (await Slos.FindAsync("till"))!.GroupBy);
        Assert.Null(await Slos.GroupedAsync("till", ["d"]));
        Assert.Equal("till:a", (await Slos.GroupedAsync("till", ["a"]))!.Name);
    }

    [Fact]
    public async Task Post_mortems_diagnoses_and_autonomy_hear_of_budgets()
    {
        await PutAsync(OfIncidents);
        var id = (await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical))).IncidentId!;
        silo.Clock.Advance(Minute * 12);
        await tenant.SendAsync(Signals.Resolved("down"));
        await silo.AfterTicksAsync(async () => (await Slos.StandingsAsync()) is [{ BurnRate: > 0 }], "it is known");
        Assert.Equal(12, (await silo.Grains.GetGrain<IReports>(0).PostMortemAsync(tenant.Workspace, id))!.Impact.SloMinutesBurnt);
        var facts = silo.Service<AutonomyFacts>();
        Assert.InRange((await facts.BudgetBurnAsync(tenant.Workspace, Tenant.Service))!.Value, 300, 401);
        Assert.Null(await facts.BudgetBurnAsync(tenant.Workspace, "search"));
        var found = await silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, id)).GetAsync(10, refresh: true);
        var evidence = Assert.Single(found!.Report.Evidence, one => one.Kind is EvidenceKind.Slo);
        Assert.Equal("slo/till", evidence.Source);
        Assert.Contains("of the budget are left, and it burns", evidence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_follows_the_budget_step_by_step()
    {
        await tenant.SendAsync(Signals.Firing("down", severity: Severity.Critical));
        silo.Clock.Advance(Minute * 10);
        await tenant.SendAsync(Signals.Resolved("down"));
        silo.Clock.Advance(Minute * 20);
        var points = await Grain.HistoryAsync(OfIncidents, tenant.Now.AddMinutes(-30), tenant.Now, Minute * 10);
        Assert.Equal([11.6, 11.6, 11.6], points.Select(point => Math.Round(point.RemainingMinutes!.Value, 3)));
        Assert.Equal([10, 0, 0], points.Select(point => Math.Round(point.Amount!.Value.Bad, 3)));

        await Grain.TakeAsync(OfEvents, null, [new(tenant.Now.AddMinutes(-15), 5, 10), new(tenant.Now.AddMinutes(-5), 10, 10)]);
        points = await Grain.HistoryAsync(OfEvents, tenant.Now.AddMinutes(-30), tenant.Now, Minute * 10);
        Assert.Equal([null, 5, 0], points.Select(point => point.Amount?.Bad));
    }

    private void Answers(double total, double errors) => fixture.Prometheus.Answer(
        tenant.Workspace, (query, _) => new(QueryResult.Value, query.StartsWith("all", StringComparison.Ordinal) ? total : errors));

    private static Correction Correction(DateTimeOffset from, DateTimeOffset until) =>
        new() { From = from, Until = until, Reason = "planned", Author = "dave" };

    private Task PutAsync(SloDefinition definition) => Till.PutAsync(definition);

    private Task<List<Incident>> TiersAsync(string tier) => Till.TiersAsync(tier);

    private Task<Incident> TierAsync(string tier, IncidentPhase phase) => Till.TierAsync(tier, phase);

    private async Task<int> AlarmsAsync(AlarmTarget target) =>
        (await silo.Service<IAlarmReads>().DueAsync(target.Partition, long.MaxValue, null, 10_000)).Count(row => row.Target == target);
}
