using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>Keys that a workspace hands out. Its admins' business, and the platform's.</summary>
internal static class KeyEndpoints
{
    private static readonly TimeSpan LongestOverlap = KeyRules.LongestOverlap;

    public static void MapKeys(this IEndpointRouteBuilder endpoints)
    {
        var keys = endpoints.MapGroup("/workspaces/{workspaceId}/keys").WithTags("Workspaces").RequireRole(Role.Admin, KeyScope.Administer)
            .WithPath("workspaceId", "The workspace's id.", "ws-acme").WithMetadata(new ManagesWorkspaces());
        keys.MapGet("", List)
            .Describe(
                "listKeys", "Keys that a workspace has handed out", "Those that count and those that ended in the last 30 days, oldest first.")
            .Answers(KeyExamples.List);
        keys.MapPost("", Make)
            .Describe(
                "createKey", "Hand out a key",
                "Its text is in this answer and nowhere else. It opens its workspace alone, everywhere within two seconds. Admins of a workspace " +
                "hand out keys of it, and nobody hands out more than he has.")
            .Takes(KeyExamples.Request).Answers(KeyExamples.Created, StatusCodes.Status201Created);
        var one = keys.MapGroup("/{keyId}").WithPath("keyId", "The key's id.", KeyExamples.Id);
        one.MapPost("/rotate", Rotate)
            .Describe(
                "rotateKey", "Put a key in the place of another",
                "It may do the same and lives as long as the other was made for. Both open until the overlap is over.")
            .Takes(new RotateKeyRequest()).Answers(KeyExamples.Rotated, StatusCodes.Status201Created);
        one.MapDelete("", Revoke)
            .Describe(
                "revokeKey", "Withdraw a key",
                "It is refused everywhere within two seconds, and what it has open ends. May be repeated.")
            .Answers(KeyExamples.Revoked);
    }

    private static async Task<IResult> List(string workspaceId, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        if (!caller.MaySee(workspaceId)) return WorkspaceProblems.NotFound(workspaceId);
        var (keys, now) = (await KeysOf(workspaceId, grains).ListAsync(), clock.GetUtcNow());
        return TypedResults.Ok(new KeysResponse(workspaceId, [.. keys.Select(key => KeyResponse.From(key, now))], keys.Length));
    }

    private static async Task<IResult> Make(
        string workspaceId, Body<NewKeyRequest> body, Caller caller, IGrainFactory grains, ManagedKeysFollower follower, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!caller.MaySee(workspaceId)) return WorkspaceProblems.NotFound(workspaceId);
        var (key, problem) = NewKeyReader.Read(body.Value, caller, clock.GetUtcNow());
        if (key is null) return problem!;
        return await Answer(workspaceId, null, await KeysOf(workspaceId, grains).MakeAsync(key, caller.Name), follower, clock, cancellation);
    }

    private static async Task<IResult> Rotate(
        string workspaceId, string keyId, Body<RotateKeyRequest> body, Caller caller, IGrainFactory grains, ManagedKeysFollower follower,
        TimeProvider clock, CancellationToken cancellation)
    {
        if (!caller.MaySee(workspaceId)) return WorkspaceProblems.NotFound(workspaceId);
        var hours = body.Value.OverlapHours;
        if (!(hours >= 0 && hours <= LongestOverlap.TotalHours))
            return Problems.Unprocessable("body", "overlap_hours", Invariant($"Must be between 0 and {LongestOverlap.TotalHours:0}."));
        var known = (await KeysOf(workspaceId, grains).ListAsync()).FirstOrDefault(key => key.Id == keyId);
        if (known is not null && NewKeyReader.MayHandOut(caller, known.Role, known.Scopes) is { } refusal) return refusal;
        var outcome = await KeysOf(workspaceId, grains).RotateAsync(keyId, TimeSpan.FromHours(hours), caller.Name);
        return await Answer(workspaceId, keyId, outcome, follower, clock, cancellation);
    }

    private static async Task<IResult> Revoke(
        string workspaceId, string keyId, Caller caller, IGrainFactory grains, ManagedKeysFollower follower, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!caller.MaySee(workspaceId)) return WorkspaceProblems.NotFound(workspaceId);
        if (await KeysOf(workspaceId, grains).RevokeAsync(keyId, caller.Name) is not { } revoked) return NoKey(keyId);
        var reference = KeyText.Reference(workspaceId, keyId);
        await follower.UntilAsync(known => known.Find(reference) is null, cancellation);
        return TypedResults.Ok(KeyResponse.From(revoked, clock.GetUtcNow()));
    }

    private static async Task<IResult> Answer(
        string workspaceId, string? keyId, KeyOutcome outcome, ManagedKeysFollower follower, TimeProvider clock, CancellationToken cancellation)
    {
        switch (outcome.Refusal)
        {
            case KeyRefusal.None:
                var reference = KeyText.Reference(workspaceId, outcome.Key!.Id);
                await follower.UntilAsync(known => known.Find(reference) is not null, cancellation);
                return TypedResults.Created((string?)null, KeyMadeResponse.From(outcome, clock.GetUtcNow()));
            case KeyRefusal.TooMany:
                return Problems.Conflict(
                    Invariant($"The workspace has {IWorkspaceKeysGrain.MaxStanding} keys that count. Withdraw those that nobody needs."),
                    "too_many_keys");
            case KeyRefusal.NotActive:
                return Problems.Conflict("The workspace is suspended or being deleted; it hands out no keys.", "workspace_not_active");
            case KeyRefusal.Replaced:
                return Problems.Conflict($"It was rotated already: {outcome.Key?.ReplacedBy} is in its place.", "key_replaced");
            default:
                return keyId is null ? WorkspaceProblems.NotFound(workspaceId) : NoKey(keyId);
        }
    }

    private static IWorkspaceKeysGrain KeysOf(string workspaceId, IGrainFactory grains) => grains.GetGrain<IWorkspaceKeysGrain>(workspaceId);

    private static ProblemResult NoKey(string keyId) => Problems.NotFound($"Key {Spelling.Shown(keyId)} not found.");
}
