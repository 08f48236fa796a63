using System.Text.Json;
using AiSre.Domain.Chat;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Diagnosis.Opinions;
using AiSre.Grains.Chat;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Tests.Diagnosis;
using AiSre.Domain.Tests.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Chat;

/// <summary>Whatever a model does or says, there is an answer, and it is never less than the rules'.</summary>
public sealed class ModelOpinionTests(ModelOpinionTests.Fixture fixture) : IClassFixture<ModelOpinionTests.Fixture>
{
    private const string Honest = """
        {"summary":"OOMKilled.","root_cause":"payments-1 was OOMKilled.","confidence":0.8,
        "claims":[{"text":"payments-1 was OOMKilled.","evidence_ids":["E1"],"quote":"OOMKilled"}],"suggested_actions":[]}
        """;

    private const string Invented = """
        {"summary":"s","root_cause":"Pod billing-0 is to blame.","confidence":1,
        "claims":[{"text":"Pod billing-0 fails.","evidence_ids":["E1"],"quote":"billing-0"}],
        "suggested_actions":[{"name":"restart_pod","evidence_ids":["E1"],"replicas":0}]}
        """;

    private TestSilo Silo => fixture.Silo;
    private ScriptedModel Model => fixture.Model;

    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task A_model_that_agrees_is_heard_and_the_rules_stay_what_they_are()
    {
        var found = await LookAsync(0.6, Honest);
        Assert.True(found.Opinion!.IsUsed);
        Assert.Equal(("rules+llm", 0.76), (DiagnosisAnswer.Of(found).GeneratedBy, DiagnosisAnswer.Of(found).Confidence));
        Assert.Equal(0.6, found.Cause!.Confidence);
    }

    [Fact]
    public async Task Where_the_rules_are_sure_it_is_asked_only_by_whoever_wants_it()
    {
        Model.Says(Honest);
        fixture.Diagnostician.Confidence = 0.9;
        var id = await IncidentAsync();
        Assert.Equal(ChatReasons.NotNeeded, (await Grain(id).GetAsync(50, refresh: false))!.Opinion!.Reason);
        Assert.True((await Grain(id).GetAsync(50, refresh: false, withModel: true))!.Opinion!.IsUsed);
        var calls = Model.Requests.Count;
        Assert.True((await Grain(id).GetAsync(50, refresh: false, withModel: true))!.Opinion!.IsUsed);
        Assert.Equal(calls, Model.Requests.Count);
    }

    [Fact]
    public async Task What_it_invents_reaches_neither_the_answer_nor_the_actions()
    {
        var honest = await LookAsync(0.6, Honest);
        var found = await LookAsync(0.6, Invented);
        Assert.Equal(ChatReasons.Ungrounded, found.Opinion!.Reason);
        Assert.Equal(("It was killed for its memory.", 0.6), (DiagnosisAnswer.Of(found).RootCause, DiagnosisAnswer.Of(found).Confidence));
        Assert.Equal(honest.Actions.Select(action => action.Request), found.Actions.Select(action => action.Request));
        Assert.DoesNotContain("billing", JsonSerializer.Serialize(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChatReasons.Timeout)]
    [InlineData(ChatReasons.Unavailable)]
    [InlineData(ChatReasons.RateLimited)]
    [InlineData(ChatReasons.CircuitOpen)]
    public async Task When_it_does_not_answer_the_rules_do_and_say_why_it_did_not(string reason)
    {
        Model.Fails(reason);
        var found = await LookAsync(0.6);
        Assert.Equal((reason, "rules", 0.6), (found.Opinion!.Reason, DiagnosisAnswer.Of(found).GeneratedBy, DiagnosisAnswer.Of(found).Confidence));
    }

    [Fact]
    public async Task A_slow_one_is_waited_for_20_seconds()
    {
        Model.Hangs();
        var calls = Model.Requests.Count;
        var look = LookAsync(0.6);
        await TestSilo.UntilAsync(() => Task.FromResult(Model.Requests.Count > calls), "it is asked");
        Silo.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(ChatReasons.Timeout, (await look).Opinion!.Reason);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_asked_for_once_more()
    {
        var calls = Model.Requests.Count;
        Assert.True((await LookAsync(0.6, "Sure! Here it is.", Honest)).Opinion!.IsUsed);
        Assert.Equal(2, Model.Requests.Count - calls);
        Assert.Equal(3, Model.Requests[^1].Lines.Length);
        Assert.Equal(ChatReasons.Invalid, (await LookAsync(0.6, "Sure!", "{\"tool\":\"kubectl\"}")).Opinion!.Reason);
        Assert.Equal(4, Model.Requests.Count - calls);
    }

    [Fact]
    public async Task Equal_questions_are_asked_once_a_day_and_another_boundary_makes_no_other_question()
    {
        Model.Says(Honest);
        fixture.Diagnostician.Confidence = 0.6;
        var id = await IncidentAsync();
        var calls = Model.Requests.Count;
        await Grain(id).GetAsync(50, refresh: true);
        await Grain(id).GetAsync(50, refresh: true);
        Assert.Equal(1, Model.Requests.Count - calls);
        await ForgetAsync();
        await Grain(id).GetAsync(50, refresh: true);
        Assert.Equal(1, Model.Requests.Count - calls);
    }

    [Fact]
    public async Task A_workspace_that_nobody_named_is_read_by_no_model()
    {
        var calls = Model.Requests.Count;
        var outside = new Tenant(Silo, "outside");
        Model.Says(Honest);
        fixture.Diagnostician.Confidence = 0.6;
        var id = (await outside.SendAsync(Signals.Firing("a"))).IncidentId!;
        var found = await Silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident("outside", id)).GetAsync(50, false, withModel: true);
        Assert.Equal(ChatReasons.NotAllowed, found!.Opinion!.Reason);
        Assert.Equal(calls, Model.Requests.Count);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_stays_used_up_and_the_rules_answer()
    {
        var use = Silo.Grains.GetGrain<IChatUseGrain>(tenant.Workspace);
        var turn = await use.BeginAsync("something else");
        await use.EndAsync(turn.Id!, new("something else", 1, 1_000_000, null));
        await ForgetAsync();
        Assert.Equal(ChatReasons.OutOfBudget, (await LookAsync(0.6, Honest)).Opinion!.Reason);
    }

    [Fact]
    public async Task Two_ask_at_once_and_no_more()
    {
        var use = Silo.Grains.GetGrain<IChatUseGrain>(tenant.Workspace);
        var first = await use.BeginAsync("a");
        await use.BeginAsync("b");
        Assert.Equal(ChatReasons.Busy, (await LookAsync(0.6, Honest)).Opinion!.Reason);
        await use.EndAsync(first.Id!, new("a", 1, 10, null));
        Assert.True((await LookAsync(0.6, Honest)).Opinion!.IsUsed);
    }

    [Fact]
    public async Task Lines_that_read_like_orders_change_no_action_and_are_marked()
    {
        Model.Says(Honest.Replace("\"suggested_actions\":[]", """
            "suggested_actions":[{"name":"suggest_config_fix","evidence_ids":["E1"]},{"name":"scale_deployment","evidence_ids":["E1"],"replicas":0}]
            """, StringComparison.Ordinal));
        var id = await IncidentAsync();
        fixture.Diagnostician.Confidence = 0.6;
        var clean = (await Grain(id).GetAsync(50, refresh: true))!;
        Assert.Equal(2, clean.Actions.Length);
        Assert.True(clean.Actions[1].IsOfModel);
        Assert.False(clean.Actions[1].IsAutoExecutable);
        try
        {
            fixture.Diagnostician.Further =
            [
                .. InjectedLines.Orders.Select((line, at) => new Evidence
                {
                    Id = $"E{at + 2}", Kind = EvidenceKind.Log, Source = "log of prod/payments-1", Text = $"{line.Data} password=hunter2horse",
                    IsSuspicious = MachineOrders.In(line.Data),
                }),
            ];
            var found = (await Grain(id).GetAsync(50, refresh: true))!;

            Assert.True(found.Opinion!.IsUsed);
            Assert.Equal([clean.Actions[0].Request], found.Actions.Select(action => action.Request));
            Assert.Equal(5, found.Report.Evidence.Count(item => item.IsSuspicious));
            Assert.DoesNotContain("hunter2horse", string.Join('\n', Model.Requests.SelectMany(request => request.Lines)), StringComparison.Ordinal);
        }
        finally
        {
            fixture.Diagnostician.Further = [];
        }
    }

    [Fact]
    public async Task Sentences_are_reworded_where_nothing_is_added_and_stay_ours_where_it_fails()
    {
        var own = "Nobody acknowledged it within 15 min.";
        var words = Silo.Grains.GetGrain<IChatWords>(0);
        Model.Says("""{"texts":["It was acknowledged by nobody within 15 min."]}""");
        Assert.Equal(("It was acknowledged by nobody within 15 min.", "test-model"), await Words());
        own = "Nobody acknowledged it within 20 min.";
        Model.Says("""{"texts":["Dave acknowledged it within 20 min."]}""");
        Assert.Equal((own, null), await Words());
        own = "Nobody acknowledged it within 25 min.";
        Model.Fails(ChatReasons.Timeout);
        Assert.Equal((own, null), await Words());

        async Task<(string Text, string? Model)> Words()
        {
            var said = await words.RewordAsync(tenant.Workspace, [own]);
            return (Assert.Single(said.Texts), said.Model);
        }
    }

    private async Task<IncidentDiagnosis> LookAsync(double confidence, params string[] answers)
    {
        if (answers.Length > 0) Model.Says(answers);
        fixture.Diagnostician.Confidence = confidence;
        return (await Grain(await IncidentAsync()).GetAsync(50, refresh: false))!;
    }

    private static int incidents;

    private async Task<string> IncidentAsync()
    {
        var number = Interlocked.Increment(ref incidents);
        var name = $"service-{number}";
        return (await tenant.SendAsync(Signals.Firing($"f{number}", name, title: $"{name} fails"))).IncidentId!;
    }

    private Task ForgetAsync() => Silo.DeactivateAsync(Silo.Grains.GetGrain<IChatUseGrain>(tenant.Workspace));

    private IDiagnosisGrain Grain(string id) => Silo.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(tenant.Workspace, id));

    public sealed class Fixture : SiloFixture
    {
        internal ScriptedModel Model { get; } = new();
        internal ScriptedDiagnostician Diagnostician { get; } = new();

        protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync(configure: services => services
            .AddSingleton<IDiagnostician>(Diagnostician).AddSingleton<IChatModel>(Model)
            .AddSingleton(new ChatAllowance { Workspaces = [.. Enumerable.Range(1, 1_000).Select(i => $"ws-{i}")] }));
    }
}
