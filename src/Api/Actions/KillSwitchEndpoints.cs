using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Actions.Cases;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>Stopping everything.</summary>
internal static class KillSwitchEndpoints
{
    private const int LongestReason = 500;

    public static void MapKillSwitch(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/autonomy/kill-switch").WithTags("Actions");
        group.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getKillSwitch", "Whether anything is executed").Answers(ActionExamples.Off);
        group.MapPost("", Turn).RequireRole(Role.Admin, KeyScope.Administer)
            .Describe(
                "turnKillSwitch", "Stop all actions, or let them go on",
                "Counts at once and everywhere, for people too; what is under way ends. The platform's is for keys that belong to no workspace.")
            .Takes(ActionExamples.Stop).Answers(ActionExamples.Off);
    }

    private static async Task<IResult> Get(Caller caller, IGrainFactory grains) => TypedResults.Ok(await ReadAsync(caller, grains));

    private static async Task<IResult> Turn(Body<KillSwitchRequest> body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        var (enabled, reason, scope) = body.Value;
        if (reason?.Length > LongestReason) return Problems.Unprocessable("body", "reason", "Must be at most 500 characters long.");
        if (scope is not ("workspace" or "platform")) return Problems.Unprocessable("body", "scope", "Must be workspace or platform.");
        if (scope is "platform" && caller.BoundWorkspace is not null)
            return Problems.Forbidden("This key belongs to one workspace; the platform's kill switch is for keys that belong to none.");
        if (scope is "workspace" && await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        await SwitchOf(scope is "platform" ? null : caller.Workspace, grains).TurnAsync(enabled, caller.Name, reason);
        return TypedResults.Ok(await ReadAsync(caller, grains));
    }

    private static async Task<KillSwitchResponse> ReadAsync(Caller caller, IGrainFactory grains)
    {
        var workspace = await SwitchOf(caller.Workspace, grains).GetAsync();
        var platform = await SwitchOf(null, grains).GetAsync();
        return new(workspace.IsOn || platform.IsOn, SwitchState.From(workspace), SwitchState.From(platform));
    }

    private static IKillSwitchGrain SwitchOf(string? workspace, IGrainFactory grains) =>
        grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(workspace));
}

/// <param name="Enabled">On stops all actions.</param>
/// <param name="Reason">For people, at most 500 characters.</param>
/// <param name="Scope"><c>workspace</c>, or <c>platform</c> for all of them.</param>
public sealed record KillSwitchRequest(bool Enabled, string? Reason = null, string Scope = "workspace");

/// <param name="Enabled">Nothing is executed in this workspace.</param>
public sealed record KillSwitchResponse(bool Enabled, SwitchState Workspace, SwitchState Platform);

/// <param name="Enabled">On stops all actions.</param>
/// <param name="By">Who turned it last; null: nobody ever did.</param>
public sealed record SwitchState(bool Enabled, string? By, string? Reason, DateTimeOffset? At)
{
    internal static SwitchState From(KillSwitch state) => new(state.IsOn, state.By, state.Reason, state.At);
}
