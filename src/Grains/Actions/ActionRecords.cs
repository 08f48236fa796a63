using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>What the log, the timeline and the audit say of an attempt.</summary>
internal static class ActionRecords
{
    private const string Kind = "action";

    /// <summary>Before a provider is called: the row, so that it counts, and the timeline. The audit has the attempt when it is over.</summary>
    public static LedgerFacts Begun(string workspace, ActionEntry entry) =>
        new() { Actions = [Row(entry)], Events = Events(workspace, entry, EventTypes.ActionRequested, entry.At) };

    /// <summary>When it is known what came of it.</summary>
    public static LedgerFacts Ended(string workspace, ActionEntry entry, DateTimeOffset now, params ImmutableArray<AlarmChange> alarms)
    {
        var type = entry.Answer.Status switch
        {
            ActionStatus.Denied => EventTypes.ActionDenied,
            ActionStatus.DryRun => EventTypes.ActionDryRun,
            _ => EventTypes.ActionExecuted,
        };
        return new()
        {
            Actions = [Row(entry)],
            Events = [.. Events(workspace, entry, type, now), .. Notes(workspace, entry, now)],
            Audit = [Audit(entry, type, now)],
            Alarms = alarms,
        };
    }

    /// <summary>When somebody has looked whether it helped.</summary>
    public static LedgerFacts Verified(string workspace, ActionEntry entry, DateTimeOffset now, params ImmutableArray<AlarmChange> alarms) => new()
    {
        Actions = [Row(entry)],
        Events = entry.Attempt.IncidentId is not { } incident ? [] : [new(workspace, incident, new TimelineEvent(
            EventTypes.ActionVerified, "system", now,
            EventPayload.Of(
                ("action_id", entry.Answer.Id), ("action", entry.Attempt.Request.Action.Name()),
                ("verified", entry.Verification?.Verified ?? EventPayload.Unknown), ("detail", entry.Verification?.Sentence))))],
        Alarms = alarms,
    };

    /// <summary>The same request under the same key must be the same in everything that it asks for.</summary>
    public static string Hash(ActionAttempt attempt)
    {
        var text = DocumentText.Write(attempt.Request) + (attempt.IsDryRun ? "d" : "r") + attempt.IncidentId + "/" + attempt.Plan?.Target?.Uid;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static ActionLogRow Row(ActionEntry entry) => new(
        entry.Answer.Id, entry.Attempt.IncidentId, entry.Attempt.Request.Action.Name(), entry.Answer.Status.Word(), entry.Attempt.IsDryRun,
        entry.Attempt.Request.Namespace is { Length: > 0 } name ? name : null, entry.Attempt.Caller.Name, entry.At.ToUnixTimeMilliseconds(),
        entry.Workload, entry.IsExecuted, DocumentText.Write(entry));

    private static ImmutableArray<IncidentEvent> Events(string workspace, ActionEntry entry, string type, DateTimeOffset at)
    {
        if (entry.Attempt.IncidentId is not { } incident) return [];
        var (request, answer) = (entry.Attempt.Request, entry.Answer);
        return
        [
            new(workspace, incident, new TimelineEvent(type, entry.Attempt.Caller.Name, at, EventPayload.Of(
                ("action_id", answer.Id), ("action", request.Action.Name()), ("namespace", Text(request.Namespace)),
                ("pod_name", Text(request.PodName)), ("deployment_name", Text(request.DeploymentName)),
                ("replicas", request.Action is ActionName.ScaleDeployment ? request.Replicas : null),
                ("status", answer.Status.Word()), ("code", answer.Code), ("detail", answer.Message),
                ("approved_by", entry.Attempt.Grant?.Approver.Name)))),
        ];
    }

    /// <summary>What nobody knows is for a person to look at, and is not one line among those of what was done.</summary>
    private static ImmutableArray<IncidentEvent> Notes(string workspace, ActionEntry entry, DateTimeOffset at) =>
        entry is not { Answer.Status: ActionStatus.Unknown, Attempt.IncidentId: { } incident } ? []
        : [new(workspace, incident, new TimelineEvent(EventTypes.NoteAdded, "system", at, EventPayload.Of(
            ("text", $"{entry.Attempt.Request.Action.Name()}: {entry.Answer.Message}"), ("action_id", entry.Answer.Id))))];

    /// <summary>Free text of a request is in the log; here its hash stands for it.</summary>
    private static AuditRecord Audit(ActionEntry entry, string type, DateTimeOffset now)
    {
        var (attempt, answer) = (entry.Attempt, entry.Answer);
        var plan = answer.Decision?.Plan ?? new ActionPlan { Request = attempt.Request };
        return new(attempt.Caller.Name, type, Kind, answer.Id, now.ToUnixTimeMilliseconds(), EventPayload.Of(
            ("role", attempt.Caller.Role.Name()), ("principal", attempt.Caller.Kind.ToString().ToLowerInvariant()),
            ("source_ip", attempt.SourceAddress), ("incident_id", attempt.IncidentId),
            ("action", attempt.Request.Action.Name()), ("dry_run", attempt.IsDryRun),
            ("cluster", Text(plan.Cluster)), ("namespace", Text(attempt.Request.Namespace)),
            ("target", plan.Target is { } target ? $"{target.Kind}/{target.Name}" : null), ("uid", plan.Target?.Uid),
            ("arguments_hash", CanonicalArguments.Hash(plan)),
            ("status", answer.Status.Word()), ("code", answer.Code), ("reason", answer.Decision?.Reason ?? answer.Message),
            ("policy", answer.Decision?.PolicyName), ("policy_revision", Text(answer.PolicyRevision)),
            ("blast_radius", answer.Decision?.BlastRadius.Name()), ("approval_id", attempt.Grant?.ApprovalId),
            ("approved_by", attempt.Grant?.Approver.Name), ("provider", answer.Result?.Outcome.ToString().ToLowerInvariant()),
            ("provider_message", answer.Result?.Message),
            ("checks", answer.Decision?.Checks.Select(check => $"{check.Name}: {check.Outcome.ToString().ToLowerInvariant()}: {check.Sentence}"))));
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;
}
