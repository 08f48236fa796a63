using AiSre.Api.Description;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Api.Slos;

/// <summary>What is left of a budget, how it went, and why.</summary>
internal static class SloBudgetEndpoints
{
    private const int MostPoints = 1_500;

    private static readonly QueryParameter<double?> Target = Query.Share(
        "target", "What if this were promised? Nothing is changed.");

    private static readonly QueryParameter<int?> WindowDays = Query.Whole(
        "window_days", "What if it rolled over so many days? Nothing is changed.", 1, SloWindow.LongestDays);

    private static readonly QueryParameter<DateTimeOffset?> From = Query.Instant("from", "24 hours before the end when absent.", 2000, 2099);
    private static readonly QueryParameter<DateTimeOffset?> To = Query.Instant("to", "Now when absent.", 2000, 2099);

    private static readonly Dictionary<string, TimeSpan> Steps = new(StringComparer.Ordinal)
    {
        ["1m"] = TimeSpan.FromMinutes(1), ["5m"] = TimeSpan.FromMinutes(5), ["15m"] = TimeSpan.FromMinutes(15), ["1h"] = TimeSpan.FromHours(1),
        ["6h"] = TimeSpan.FromHours(6), ["1d"] = TimeSpan.FromDays(1),
    };

    private static readonly QueryParameter<string?> Step = Query.Word(
        "step", "From one point to the next; what gives about a hundred when absent.", [.. Steps.Keys]);

    public static void MapSloBudgets(this IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapSlo();
        one.MapGet("/budget", Budget).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getSloBudget", "What is left of an error budget").WithQuery(Target, WindowDays).Answers(SloExamples.Budget);
        one.MapGet("/explain", Explain).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("explainSlo", "The numbers in words", "With the incidents or queries that they come from.").Answers(SloExamples.Explanation);
        one.MapGet("/history", History).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe(
                "getSloHistory", "How an error budget went",
                "Exact to the minute for two days, to the hour for ninety, to the day for two years.")
            .WithQuery(From, To, Step).Answers(SloExamples.History);
    }

    private static async Task<IResult> Budget(string name, Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (target, days) = (query.Of(Target), query.Of(WindowDays));
        if (query.Problem is { } problem) return problem;
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        var isWhatIf = target is not null || days is not null;
        var asked = WhatIfRules.Of(slo, target, days).Definition ?? slo;
        return TypedResults.Ok(SloBudgetResponse.From(await grains.Slo(caller, slo).ReportAsync(asked, isWhatIf), isWhatIf));
    }

    private static async Task<IResult> Explain(string name, Caller caller, IGrainFactory grains)
    {
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        return TypedResults.Ok(SloExplanationResponse.From(slo, await grains.Slo(caller, slo).ReportAsync(slo, isWhatIf: false)));
    }

    private static async Task<IResult> History(string name, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var to = query.Of(To) ?? clock.GetUtcNow();
        var from = query.Of(From) ?? to.AddDays(-1);
        var word = query.Of(Step) ?? Steps.First(step => step.Key is "1d" || (to - from) / step.Value <= 150).Key;
        var step = Steps[word];
        if (from >= to) query.Refuse(From, "Must be before the end.");
        else if ((to - from) / step > MostPoints) query.Refuse(Step, Invariant($"That would be more than {MostPoints} points; use a longer step."));
        if (query.Problem is { } problem) return problem;
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        var points = await grains.Slo(caller, slo).HistoryAsync(slo, from, to, step);
        return TypedResults.Ok(new SloHistoryResponse(slo.Name, from, to, word, [.. points.Select(SloPointResponse.From)], points.Length));
    }
}
