using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Actions;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Acting;

/// <summary>
/// Acting for an incident, in two steps: a dry run, which is stored and shown with all that the guard found, and then exactly that, for exactly
/// the object that was seen.
/// </summary>
internal static class ActionPages
{
    /// <summary>A yes that comes with the request lasts as long as the request may take.</summary>
    private static readonly TimeSpan Given = TimeSpan.FromMinutes(5);

    public static void MapActing(this ConsoleRoutes routes)
    {
        routes.Page("/incidents/{id}/act", Form);
        routes.Act("/incidents/{id}/act", KeyScope.Act, Try, ConsoleCost.Action);
        routes.Page("/incidents/{id}/actions/{actionId}", Show);
        routes.Act("/incidents/{id}/actions/{actionId}/do", KeyScope.Act, Do, ConsoleCost.Action);
        routes.Act("/incidents/{id}/actions/{actionId}/ask", KeyScope.Act, Ask, ConsoleCost.Action);
    }

    private static async Task<IResult> Form(string id, ConsoleContext context, IGrainFactory grains) =>
        await IncidentAsync(id, context, grains) is { } incident
            ? context.Show<TryActionPage, TryActionView>(
                new(incident.Id, incident.Title, ActionDraft.Of(incident, ActionDraft.ActionOf(context.Query["action"]))))
            : Missing(id, context);

    private static async Task<IResult> Try(
        string id, ConsoleContext context, ConsoleForm form, HttpContext http, IConsoleDoor door, IGrainFactory grains)
    {
        if (await IncidentAsync(id, context, grains) is not { } incident) return Missing(id, context);
        var draft = ActionDraft.Of(form);
        if (draft.Read(out var problems) is not { } request)
            return context.Show<TryActionPage, TryActionView>(new(incident.Id, incident.Title, draft with { Problems = problems }), 422);
        var answer = await grains.GetGrain<IActions>(0).AttemptAsync(context.Workspace, Attempt(request, id, context, http, door));
        return context.Said("Nothing was done. This is what would happen.", AddressOf(answer, id, context));
    }

    private static async Task<IResult> Show(string id, string actionId, ConsoleContext context, IGrainFactory grains) =>
        await FindAsync(id, actionId, context, grains) is var (incident, entry)
            ? context.Show<ActionPage, ActionView>(new(incident.Id, incident.Title, entry, ActionOffer.Of(entry, context.User, context.Now)))
            : context.Missing($"There is no action {actionId} of this incident.");

    private static async Task<IResult> Do(
        string id, string actionId, ConsoleContext context, HttpContext http, IConsoleDoor door, IGrainFactory grains)
    {
        if (await FindAsync(id, actionId, context, grains) is not var (_, entry)) return Missing(id, context);
        if (ActionOffer.Of(entry, context.User, context.Now) is { MayDo: false } offer) return context.Refused($"Nothing was done. {offer.Why}");
        var attempt = Seen(entry, id, context, http, door) with
        {
            IdempotencyKey = $"{context.User.Name}:console:{actionId}",
            Grant = new()
            {
                Requester = context.User.Name, Approver = ActingPerson.Of(context.User), ExpiresAt = context.Now + Given,
            },
        };
        return Done(await grains.GetGrain<IActions>(0).AttemptAsync(context.Workspace, attempt), id, context);
    }

    private static async Task<IResult> Ask(
        string id, string actionId, ConsoleContext context, HttpContext http, IConsoleDoor door, IGrainFactory grains)
    {
        if (await FindAsync(id, actionId, context, grains) is not var (_, entry)) return Missing(id, context);
        if (ActionOffer.Of(entry, context.User, context.Now) is { MayAsk: false } offer) return context.Refused($"Nobody was asked. {offer.Why}");
        var (answer, approval) = await grains.GetGrain<IActions>(0).AskAsync(context.Workspace, Seen(entry, id, context, http, door));
        return approval is null
            ? Done(answer, id, context)
            : context.Said("Asked. Nothing is done until somebody says yes.", context.Link($"/approvals#{approval.Id}"));
    }

    private static IResult Done(ActionAnswer answer, string id, ConsoleContext context) =>
        answer.Status is ActionStatus.Success or ActionStatus.NoOp
            ? context.Said(answer.Message, AddressOf(answer, id, context))
            : context.Refused(answer.Message, AddressOf(answer, id, context));

    /// <summary>What was seen in a dry run, for real and for the same object.</summary>
    private static ActionAttempt Seen(ActionEntry entry, string id, ConsoleContext context, HttpContext http, IConsoleDoor door) =>
        Attempt(entry.Attempt.Request, id, context, http, door) with { IsDryRun = false, Plan = entry.Answer.Decision?.Plan };

    private static ActionAttempt Attempt(ActionRequest request, string id, ConsoleContext context, HttpContext http, IConsoleDoor door) => new()
    {
        Request = request, Caller = ActingPerson.Of(context.User), IncidentId = id, SourceAddress = ActingPerson.AddressOf(http),
        IsDevMode = !context.User.HasKey, DevModeActs = door.MayActWithoutKeys,
    };

    private static string AddressOf(ActionAnswer answer, string id, ConsoleContext context) => context.Link($"/incidents/{id}/actions/{answer.Id}");

    private static async Task<(Incident Incident, ActionEntry Entry)?> FindAsync(
        string id, string actionId, ConsoleContext context, IGrainFactory grains) =>
        await IncidentAsync(id, context, grains) is { } incident
        && await grains.GetGrain<IActionQueries>(0).FindAsync(context.Workspace, actionId) is { } entry && entry.Attempt.IncidentId == id
            ? (incident, entry)
            : null;

    private static async Task<Incident?> IncidentAsync(string id, ConsoleContext context, IGrainFactory grains) => GrainKeys.IsIncidentId(id)
        ? await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(context.Workspace, id)).GetAsync()
        : null;

    private static IResult Missing(string id, ConsoleContext context) =>
        context.Missing($"There is no incident {id} in the workspace {context.Workspace}.");
}

/// <param name="IncidentId">For which incident.</param>
/// <param name="Title">Its title.</param>
/// <param name="Draft">What is wanted.</param>
public sealed record TryActionView(string IncidentId, string Title, ActionDraft Draft);

/// <param name="IncidentId">For which incident.</param>
/// <param name="Title">Its title.</param>
/// <param name="Entry">What was tried or done.</param>
/// <param name="Offer">What the reader may do with it.</param>
public sealed record ActionView(string IncidentId, string Title, ActionEntry Entry, ActionOffer Offer);
