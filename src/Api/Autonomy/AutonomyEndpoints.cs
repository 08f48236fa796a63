using AiSre.Api.Actions;
using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain;
using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;
using AiSre.Grains;
using AiSre.Grains.Actions;
using AiSre.Grains.Autonomy;

namespace AiSre.Api.Autonomy;

/// <summary>How far the platform acts by itself.</summary>
internal static class AutonomyEndpoints
{
    public static void MapAutonomy(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/autonomy").WithTags("System");
        group.MapGet("/status", Status).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getAutonomyStatus", "How far the platform acts by itself, what that has earned, and where its breaker is open")
            .Answers(AutonomyExamples.Status);
        group.MapPost("/run", Run).RequireRole(Role.Operator, KeyScope.Act)
            .CountsAs(RateClass.Action)
            .Describe(
                "runAutonomyCycle", "Run one cycle now",
                "A dry run while autonomy is off, and while its settings say so. When a cycle runs already, the answer has its id and " +
                "already_running, and nothing else happens.")
            .Answers(AutonomyExamples.Cycle);
        group.MapPut("/settings", Change).RequireRole(Role.Admin, KeyScope.Configure)
            .Describe("putAutonomySettings", "Change how far the platform acts by itself", "What is left out stays as it is. Audited.")
            .Takes(AutonomyExamples.Settings).Answers(AutonomyExamples.Status);
        group.MapPost("/reset", Reset).RequireRole(Role.Admin, KeyScope.Configure)
            .Describe("resetAutonomy", "Let autonomy go on where its breaker has opened", "Without a scope everywhere. Audited.")
            .Takes(AutonomyExamples.Reset).Answers(AutonomyExamples.Status);
    }

    private static async Task<IResult> Status(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await StatusAsync(caller, await GrainOf(caller, grains).GetAsync(), grains));

    private static async Task<IResult> Run(Caller caller, IGrainFactory grains, KnownWorkspaces workspaces) =>
        await workspaces.EnsureAsync(caller) is { } unknown ? unknown
            : TypedResults.Ok(AutonomyCycleResponse.From(await grains.GetGrain<IAutonomyCycles>(0).RunAsync(caller.Workspace)));

    private static async Task<IResult> Change(
        Body<AutonomySettingsRequest> body, Caller caller, IGrainFactory grains, ApiKeyRing keys, DevModeActions dev, KnownWorkspaces workspaces)
    {
        var sent = body.Value;
        if (Wrong(sent) is { } problem) return problem;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var view = await GrainOf(caller, grains).ChangeAsync(sent.ToChange(keys.DevMode, dev.Allowed), caller.Name);
        return TypedResults.Ok(await StatusAsync(caller, view, grains));
    }

    private static async Task<IResult> Reset(Body<AutonomyResetRequest> body, Caller caller, IGrainFactory grains)
    {
        if (body.Value.Scope?.Length > 500) return Problems.Unprocessable("body", "scope", "Must be at most 500 characters long.");
        return TypedResults.Ok(await StatusAsync(caller, await GrainOf(caller, grains).ResetAsync(body.Value.Scope, caller.Name), grains));
    }

    private static async Task<AutonomyStatusResponse> StatusAsync(Caller caller, AutonomyView view, IGrainFactory grains)
    {
        var earned = await grains.GetGrain<IAutonomyCycles>(0).EarnedAsync(caller.Workspace);
        var stopped = await grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(caller.Workspace)).GetAsync() is { IsOn: true }
            || await grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(null)).GetAsync() is { IsOn: true };
        return AutonomyStatusResponse.From(view, earned, stopped);
    }

    private static ProblemResult? Wrong(AutonomySettingsRequest sent)
    {
        if (sent.PollIntervalSeconds is < AutonomySettings.ShortestPoll or > AutonomySettings.LongestPoll)
            return Problems.Unprocessable(
                "body", "poll_interval_seconds", Invariant($"Must be from {AutonomySettings.ShortestPoll} to {AutonomySettings.LongestPoll}."));
        if (sent.MaxIncidentsPerCycle is < 1 or > AutonomySettings.MostIncidents)
            return Problems.Unprocessable("body", "max_incidents_per_cycle", Invariant($"Must be from 1 to {AutonomySettings.MostIncidents}."));
        if (sent.AutonomousActions?.FirstOrDefault(name => ActionNames.Of(name) is null) is { } action)
            return Problems.Unprocessable(
                "body", "autonomous_actions",
                $"There is no action '{Spelling.Shown(action)}'; {Spelling.Allowed(action, ActionNames.All.Select(known => known.Name()))}");
        if (sent.AllowedNamespaces?.Count > AutonomySettings.MostNamespaces)
            return Problems.Unprocessable("body", "allowed_namespaces", Invariant($"Must be at most {AutonomySettings.MostNamespaces}."));
        return sent.AllowedNamespaces?.FirstOrDefault(glob => !NamespaceGlob.IsGlob(glob)) is { } wrong
            ? Problems.Unprocessable("body", "allowed_namespaces", NamespaceGlob.Refusal(wrong))
            : null;
    }

    private static IAutonomyGrain GrainOf(Caller caller, IGrainFactory grains) => grains.GetGrain<IAutonomyGrain>(caller.Workspace);
}
