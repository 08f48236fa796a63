using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Console.Silences;

/// <summary>Silences and maintenance windows.</summary>
internal static class SilencePages
{
    public static void MapSilences(this ConsoleRoutes routes)
    {
        routes.Page("/silences", List);
        routes.Page("/silences/new", New);
        routes.Act("/silences/new", KeyScope.Respond, Put);
        routes.Page("/silences/{id}", Show);
        routes.Act("/silences/{id}/until", KeyScope.Respond, Change);
        routes.Act("/silences/{id}/end", KeyScope.Respond, End);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains)
    {
        // From an incident, or a filter: somebody wants a new one.
        if (MatcherField.From(context.Query).Any()) return Results.LocalRedirect(context.Link("/silences/new" + QueryString.Create(context.Query)));
        var shown = context.Query["state"].ToString() switch
        {
            "pending" => SilenceState.Pending,
            "expired" => SilenceState.Expired,
            _ => SilenceState.Active,
        };
        return context.Show<SilencesPage, SilencesView>(await SilencesView.LoadAsync(grains, context.Workspace, shown, context.Now));
    }

    private static async Task<IResult> New(ConsoleContext context, IGrainFactory grains)
    {
        var draft = new SilenceDraft { Matchers = [.. MatcherField.From(context.Query)], TimeZone = context.Zone.Id };
        if (context.Query["like"].ToString() is { Length: > 0 } id
            && (await grains.GetGrain<ISilencesGrain>(context.Workspace).ListAsync()).FirstOrDefault(one => one.Id == id) is { } silence)
            draft = SilenceDraft.Like(silence, context.Zone);
        if (draft.Matchers.Count == 0) return Shown(context, draft with { Matchers = [new("service", "=", "")] }, null);
        return Shown(context, draft, await PreviewAsync(context, grains, draft));
    }

    /// <summary>One form with several buttons. Nothing is put in force whose matches nobody has been shown.</summary>
    private static async Task<IResult> Put(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var draft = SilenceDraft.Of(form, context.Zone);
        var button = form.Text("do") ?? "check";
        if (button == "more") return Shown(context, draft with { Matchers = [.. draft.Matchers, new("", "=", "")] }, null);
        if (button.StartsWith("drop-", StringComparison.Ordinal))
            return Shown(context, draft with { Matchers = [.. draft.Matchers.Where((_, i) => button != $"drop-{i}")] }, null);

        draft = draft with { Matchers = [.. draft.Matchers.Where(matcher => !matcher.IsEmpty)] };
        var (silence, errors) = draft.Read(context.User.Name, context.Zone, context.Now);
        if (button == "check" && draft.Why.Length == 0) errors.Remove("comment");
        draft = draft with { Errors = errors };
        if (button == "check" || errors.Count > 0 || form.Text("checked") != draft.Fingerprint)
        {
            var preview = await PreviewAsync(context, grains, draft);
            return Shown(context, draft, preview, errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        }
        var outcome = await grains.GetGrain<ISilencesGrain>(context.Workspace).PutAsync(silence);
        return outcome.Silence is { } put
            ? context.Said(Sentence(SilenceRow.Of(put, ImmutableDictionary<string, int>.Empty, context.Now), context), context.Link("/silences"))
            : Shown(context, draft with { Errors = ImmutableDictionary<string, string>.Empty.Add("matchers", Sentence(outcome.Refusal)) }, null, 422);
    }

    private static async Task<IResult> Show(string id, ConsoleContext context, IGrainFactory grains) =>
        await SilenceView.LoadAsync(grains, context.Workspace, id, context.Now) is { } view
            ? context.Show<SilencePage, SilenceView>(view)
            : context.Missing($"There is no silence {id}. Those that have ended are forgotten after 30 days.");

    private static async Task<IResult> Change(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (await SilenceView.LoadAsync(grains, context.Workspace, id, context.Now) is not { } view)
            return context.Missing($"There is no silence {id}.");
        var silence = view.Row.Silence;
        if (view.Row.State is SilenceState.Expired) return context.Refused("It has ended already. Make a new one like it.");
        var end = form.Whole("minutes") is { } minutes and > 0 and < 100_000
            ? Later(silence.EndsAt > context.Now ? silence.EndsAt.Value : context.Now, minutes)
            : form.Instant("until", context.Zone);
        var changed = silence with { EndsAt = end, UpdatedBy = context.User.Name };
        var problem = end is null && silence.Schedule is null ? "Say when it is to end."
            : SilenceCheck.Problems(changed, context.Now).Select(one => one.Message).FirstOrDefault();
        if (problem is not null) return context.Show<SilencePage, SilenceView>(view with { Error = problem }, 422);
        var outcome = await grains.GetGrain<ISilencesGrain>(context.Workspace).PutAsync(changed);
        return outcome.Refusal is SilenceRefusal.None
            ? context.Said(
                end is { } until ? $"It ends {context.Look.Brief(until, context.Now)}." : "It has no end now.", context.Link("/silences/" + id))
            : context.Refused(Sentence(outcome.Refusal));
    }

    /// <summary>The last year of the calendar means that it never ends.</summary>
    private static DateTimeOffset Later(DateTimeOffset end, int minutes) => end.Year == 9999 ? end : end.AddMinutes(minutes);

    private static async Task<IResult> End(string id, ConsoleContext context, IGrainFactory grains) =>
        await grains.GetGrain<ISilencesGrain>(context.Workspace).ExpireAsync(id, context.User.Name) is { } silence
            ? context.Said($"The silence of {Named(silence)} has ended. What still fires is told again.")
            : context.Refused($"There is no silence {id}.");

    private static async Task<SilencePreview?> PreviewAsync(ConsoleContext context, IGrainFactory grains, SilenceDraft draft)
    {
        var (silence, errors) = draft.Read(context.User.Name, context.Zone, context.Now);
        if (SilenceCheck.Matchers(silence.Matchers).Any() || errors.Keys.Any(field => field.StartsWith("schedule", StringComparison.Ordinal)))
            return null;
        return await grains.GetGrain<ISilencePreview>(0).LookBackAsync(new()
        {
            Workspace = context.Workspace, Matchers = silence.Matchers, Since = context.Now - draft.LookBackTime, Until = context.Now,
            Schedule = silence.Schedule,
        });
    }

    private static IResult Shown(ConsoleContext context, SilenceDraft draft, SilencePreview? preview, int status = 200)
    {
        var (silence, _) = draft.Read(context.User.Name, context.Zone, context.Now);
        return context.Show<NewSilencePage, NewSilenceView>(new(draft, preview, silence.Schedule is null ? silence.EndsAt : null), status);
    }

    private static string Named(Silence silence) => string.Join(", ", silence.Matchers.Select(matcher => matcher.ToString()));

    /// <summary>What is in force now, and what is still to come.</summary>
    internal static string Sentence(SilenceRow put, ConsoleContext context)
    {
        var what = Named(put.Silence) + (put.State is SilenceState.Active ? " is silenced" : " will be silenced");
        string At(DateTimeOffset at) => context.Look.Brief(at, context.Now);
        return (put.Repeats, put.State, put.Window) switch
        {
            ({ } repeats, SilenceState.Active, { } window) => $"{what} until {At(window.Until)}, and {repeats}.",
            ({ } repeats, _, { } window) => $"{what} {repeats}, from {At(window.From)} on.",
            (_, SilenceState.Active, { } window) => $"{what} until {At(window.Until)}.",
            (_, _, { } window) => $"{what} from {At(window.From)} until {At(window.Until)}.",
            _ => $"{what} no more: it has no window that is still to come.",
        };
    }

    private static string Sentence(SilenceRefusal refusal) => refusal switch
    {
        SilenceRefusal.TooMany => $"There are {SilenceRules.MaxStanding} silences already; end some that are not needed.",
        SilenceRefusal.TooLarge =>
            "The regular expressions of all silences here would cost too much with it; end some that are not needed, or repeat less.",
        _ => "It was ended and forgotten in the meantime. Make a new one.",
    };
}
