using System.Collections.Immutable;
using AiSre.Console.Acting;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Actions;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What was tried, done or refused for the incident, and what can be tried.</summary>
/// <param name="Draft">What the incident knows of its target; null: nothing can be tried, because it is over or the reader looks on.</param>
/// <param name="Lines">Newest first.</param>
/// <param name="Hidden">Older ones that are not shown.</param>
public sealed record ActionsView(string IncidentId, ActionDraft? Draft, ImmutableArray<ActionLine> Lines, int Hidden)
{
    private const int Shown = 8;

    private static readonly ImmutableArray<string> Told =
        [EventTypes.ActionRequested, EventTypes.ActionDenied, EventTypes.ActionDryRun, EventTypes.ActionExecuted, EventTypes.ActionVerified];

    internal static Task<ActionsView?> LoadAsync(ShownIncident shown)
    {
        var lines = shown.Timeline.Where(said => Told.Contains(said.Type)).Select(said => (Said: said, Payload: new SaidPayload(said.Payload)))
            .Where(one => one.Payload.Text("action_id") is not null).GroupBy(one => one.Payload.Text("action_id")!)
            .Select(same => ActionLine.Of(same.Key, [.. same])).OfType<ActionLine>().Reverse().ToImmutableArray();
        var draft = shown.Incident.Phase is IncidentPhase.Resolved || !shown.Context.User.MayAct
            ? null
            : ActionDraft.Of(shown.Incident, ActionName.RestartPod);
        return Task.FromResult(lines.IsEmpty && draft is null
            ? null
            : new ActionsView(shown.Id, draft, [.. lines.Take(Shown)], Math.Max(0, lines.Length - Shown)));
    }
}

/// <param name="Id">In the action log.</param>
/// <param name="What">restart pod cart-x2.</param>
/// <param name="Word">What came of it.</param>
/// <param name="Tone">Null: ink.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="By">Who asked.</param>
/// <param name="ApprovedBy">Who said yes; null: nobody, or the one who asked.</param>
/// <param name="Detail">In a sentence.</param>
/// <param name="At">When.</param>
public sealed record ActionLine(
    string Id, string What, string Word, string? Tone, string Icon, string By, string? ApprovedBy, string? Detail, DateTimeOffset At)
{
    /// <summary>Null when only that somebody looked later is left of it.</summary>
    internal static ActionLine? Of(string id, IReadOnlyList<(TimelineEvent Said, SaidPayload Payload)> events)
    {
        if (events.LastOrDefault(one => one.Said.Type != EventTypes.ActionVerified) is not { Said: { } said } told) return null;
        var payload = told.Payload;
        var look = ActionWords.Look(ActionStatuses.Of(payload.Text("status")));
        var by = ShownNames.Actor(said.Actor);
        var approver = payload.Text("approved_by");
        var line = new ActionLine(
            id, Named(payload), look.Word, look.Tone, look.Icon, by, approver == said.Actor ? null : approver, payload.Text("detail"), said.At);
        return events.LastOrDefault(one => one.Said.Type == EventTypes.ActionVerified) is not { Said: not null } seen ? line
            : line with
            {
                Word = seen.Payload.Is("verified") ? "done and verified"
                    : seen.Payload.IsNot("verified") ? "done, has not helped" : "done, not verified",
                Tone = seen.Payload.Is("verified") ? "ok" : "warn",
                Icon = seen.Payload.Is("verified") ? "circle-check" : "circle-alert", Detail = seen.Payload.Text("detail") ?? line.Detail,
            };
    }

    private static string Named(SaidPayload payload) => ActionNames.Of(payload.Text("action")) is not { } action
        ? ShownNames.Plain(payload.Text("action"))
        : ActionWords.What(new()
        {
            Action = action, PodName = payload.Text("pod_name") ?? "", DeploymentName = payload.Text("deployment_name") ?? "",
            Replicas = (int)(payload.Whole("replicas") ?? 1), Component = "a configuration",
        });
}
