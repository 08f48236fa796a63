using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    private static readonly QueryParameter<string?> Before = Query.Text("before",
        "Only rows before this number: the next_before of the page before.", 20);
    private static readonly QueryParameter<string?> OfAction = Query.Text("action", "Only rows of this action, such as action_executed.", 100);
    private static readonly QueryParameter<int> PageSize = Query.Whole("limit", "How many, at most.", 1, 500, 100);

    private static readonly QueryParameter<string> Scope = Query.WordOr(
        "workspace", "scope", "Whose: the workspace's, or the platform's, which has its kill switch and is for keys that belong to no workspace.",
        "workspace", "platform");

    public static void MapAudit(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/audit").WithTags("Actions").RequireRole(Role.Admin, KeyScope.Administer);
        group.MapGet("", List).Describe("listAudit", "Who did what, newest first").WithQuery(Scope, OfAction, Before, PageSize)
            .Answers(ActionExamples.Audit);
        group.MapGet("/verify", Verify).CountsAs(RateClass.Report)
            .Describe("verifyAudit", "Whether rows were changed, taken out or put in",
                "Reckons the chain of hashes anew and compares it with its seals.").WithQuery(Scope)
            .Answers(ActionExamples.Intact);
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (action, limit, text) = (query.Of(OfAction), query.Of(PageSize), query.Of(Before));
        long? before = null;
        if (text is not null && long.TryParse(text, System.Globalization.NumberStyles.None, null, out var number)) before = number;
        else if (text is not null) query.Refuse(Before, "Must be a next_before of an earlier answer.");
        var whose = Whose(caller, query);
        if (query.Problem is { } problem) return problem;
        if (whose is null) return Foreign();
        var items = await grains.GetGrain<IActionQueries>(0).AuditAsync(whose, before, action, limit);
        return TypedResults.Ok(new AuditListResponse(
            [.. items.Select(AuditRow.From)], items.Length, items.Length == limit ? items[^1].Seq : null));
    }

    private static async Task<IResult> Verify(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var whose = Whose(caller, query);
        if (query.Problem is { } problem) return problem;
        if (whose is null) return Foreign();
        var (intact, rows, covered, head, broken) = await grains.GetGrain<IAuditChainGrain>(whose).VerifyAsync();
        return TypedResults.Ok(new AuditVerificationResponse(intact, rows, covered, head, broken));
    }

    /// <summary>Null: this key may not see it.</summary>
    private static string? Whose(Caller caller, QueryReader query) => query.Of(Scope) is "workspace" ? caller.Workspace
        : caller.BoundWorkspace is null ? GrainKeys.KillSwitch(null) : null;

    private static ProblemResult Foreign() =>
        Problems.Forbidden("This key belongs to one workspace; the platform's audit is for keys that belong to none.");
}

public sealed record AuditListResponse(IReadOnlyList<AuditRow> Entries, int Count, long? NextBefore);

/// <param name="Seq">Rises.</param>
/// <param name="Kind">What it was done to.</param>
/// <param name="Subject">Which of them.</param>
public sealed record AuditRow(long Seq, DateTimeOffset At, string Actor, string Action, string Kind, string Subject, JsonElement Detail)
{
    internal static AuditRow From(AuditItem item) =>
        new(item.Seq, item.At, item.Actor, item.Action, item.Kind, item.Subject, JsonElement.Parse(item.Detail));
}

/// <param name="Intact">Every seal fits.</param>
/// <param name="Rows">That were looked at.</param>
/// <param name="Sealed">Of them behind a seal; the rest is younger.</param>
/// <param name="Head">The hash of the last sealed row.</param>
/// <param name="BrokenAt">The number of the last row of the first seal that does not fit.</param>
public sealed record AuditVerificationResponse(bool Intact, long Rows, long Sealed, string? Head, long? BrokenAt);
