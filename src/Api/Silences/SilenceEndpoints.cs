using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Silences;
using AiSre.Grains;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

/// <summary>Silences and maintenance windows of the caller's workspace.</summary>
internal static class SilenceEndpoints
{
    /// <summary>What a new silence matches is looked for in it.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    private static readonly QueryParameter<string?> State = Query.Word("state", "Only those in this state.", "pending", "active", "expired");

    public static void MapSilences(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/silences").WithTags("Silences");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read).Describe("listSilences", "Silences, newest first").WithQuery(State)
            .Answers(SilenceExamples.List);
        group.MapPost("", Put).RequireRole(Role.Operator, KeyScope.Respond).Accepts<SilenceRequest>("application/json")
            .Describe("putSilence", "Add or change a silence", "Alertmanager's names of fields are understood as well.")
            .Takes(SilenceExamples.Request).Answers(SilenceExamples.Created);
        group.MapPost("/preview", Preview).RequireRole(Role.Viewer, KeyScope.Read).Accepts<SilencePreviewRequest>("application/json")
            .Describe(
                "previewSilence", "What a silence would have matched",
                "Looks at the incidents of the last 24 hours, of a week with a schedule, or of the span that is named, up to 31 days.")
            .Takes(SilenceExamples.Question)
            .Answers(SilenceExamples.Preview);
        var one = group.MapGroup("/{silenceId}").WithPath("silenceId", "The silence's id.", SilenceExamples.Id);
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getSilence", "One silence").Answers(SilenceExamples.Active);
        one.MapDelete("", Expire).RequireRole(Role.Operator, KeyScope.Respond)
            .Describe("expireSilence", "End a silence now").Answers(SilenceExamples.Expired);
    }

    internal static ProblemResult NotFound(string silenceId) => Problems.NotFound($"Silence {silenceId} not found.");

    /// <summary>Stores a silence for a caller; the refusal when it is not stored.</summary>
    internal static async Task<(Silence? Silence, ProblemResult? Problem)> PutAsync(
        SilenceReader reader, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces, TimeProvider clock)
    {
        var (wanted, problem) = reader.Read(caller.Name, clock.GetUtcNow());
        if (wanted is null) return (null, problem);
        if (await workspaces.EnsureAsync(caller) is { } unknown) return (null, unknown);
        var outcome = await grains.GetGrain<ISilencesGrain>(caller.Workspace).PutAsync(wanted);
        return outcome.Refusal switch
        {
            SilenceRefusal.Unknown => (null, NotFound(wanted.Id)),
            SilenceRefusal.TooMany => (null, Problems.Conflict(
                $"There are {SilenceRules.MaxStanding} silences already; end some that are not needed.", "too_many_silences")),
            SilenceRefusal.TooLarge => (null, Problems.Conflict(
                Invariant($"The regular expressions of this workspace's silences would be larger than {SilenceRules.MaxSteps} steps in all, ")
                    + "their repetitions written out; end some that are not needed, or repeat less.", "silences_too_large")),
            _ => (outcome.Silence, null),
        };
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var state = query.Of(State);
        if (query.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var silences = (await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync()).Reverse()
            .Select(silence => SilenceResponse.From(silence, now));
        var shown = silences.Where(silence => state is null || silence.State == state).ToList();
        return TypedResults.Ok(new SilenceListResponse(shown, shown.Count));
    }

    private static async Task<IResult> Get(string silenceId, Caller caller, IGrainFactory grains, TimeProvider clock) =>
        (await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync()).FirstOrDefault(silence => silence.Id == silenceId) is { } silence
            ? TypedResults.Ok(SilenceResponse.From(silence, clock.GetUtcNow()))
            : NotFound(silenceId);

    private static async Task<IResult> Put(AnyJson body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces, TimeProvider clock)
    {
        var (silence, problem) = await PutAsync(SilenceReader.Of(body.Value), caller, grains, workspaces, clock);
        if (silence is null) return problem!;
        var now = clock.GetUtcNow();
        var reach = await ReachAsync(silence, caller, grains, now);
        var isActive = SilenceRules.ActiveAt(silence, now) is not null;
        return TypedResults.Ok(new SilenceCreatedResponse(
            silence.Id, silence.Id, SilenceResponse.From(silence, now), isActive ? reach?.Unresolved : 0,
            reach is null ? [] : SilenceWords.Warnings(
                reach.Unresolved + reach.Lately, "the incidents that are open or came in the last 24 hours", reach.Unseen, reach.Cut)));
    }

    /// <summary>It is stored already: that nobody can count does not make it a failure.</summary>
    private static async Task<SilenceReach?> ReachAsync(Silence silence, Caller caller, IGrainFactory grains, DateTimeOffset now)
    {
        try
        {
            return await grains.GetGrain<ISilencePreview>(0).ReachAsync(caller.Workspace, silence.Matchers, now - Lately);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }

    private static async Task<IResult> Expire(string silenceId, Caller caller, IGrainFactory grains, TimeProvider clock) =>
        await grains.GetGrain<ISilencesGrain>(caller.Workspace).ExpireAsync(silenceId, caller.Name) is { } silence
            ? TypedResults.Ok(SilenceResponse.From(silence, clock.GetUtcNow()))
            : NotFound(silenceId);

    private static async Task<IResult> Preview(AnyJson body, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var (question, problem) = SilenceReader.OfPreview(body.Value).ReadQuestion(caller.Workspace, clock.GetUtcNow());
        if (question is null) return problem!;
        return TypedResults.Ok(SilencePreviewResponse.From(await grains.GetGrain<ISilencePreview>(0).LookBackAsync(question), question));
    }
}
