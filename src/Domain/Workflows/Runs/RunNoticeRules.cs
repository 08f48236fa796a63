using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What people are told of a run, and where.</summary>
public static class RunNoticeRules
{
    private const int MaxText = 2_000;

    public static string Text(WorkflowRun run, string? template) => CommandRules.Text(run, template);

    /// <summary>To the channel that the step names, else where incidents of the service are told.</summary>
    public static IEnumerable<OutboxMessage> Messages(
        WorkflowRun run, RunNotice notice, WorkspaceDefinitions definitions, string? publicUrl, DateTimeOffset now)
    {
        var service = run.Incident?.Service ?? run.Target.Service;
        var severity = SeverityMap.Parse(run.Incident?.Severity ?? "") ?? Severity.Warning;
        var channels = notice.Channel is { } named ? [named] : RoutingRules.ChannelsFor(definitions, service, severity);
        var team = TeamRules.Of(definitions, service);
        return channels.Select(channel => AddressRules.Shared(channel, team, definitions)).DistinctBy(place => (place.Channel, place.Address))
            .Select(place => new OutboxMessage
            {
                Key = $"wf:{run.Id}:{notice.Part}:{place.Channel}:{place.Address}",
                Workspace = run.Workspace,
                Channel = place.Channel,
                Address = place.Address,
                Content = new()
                {
                    Kind = notice.Kind,
                    Severity = severity,
                    Workspace = run.Workspace,
                    IncidentId = run.Incident?.Id,
                    Title = SecretText.Redact(run.Incident?.Title is { Length: > 0 } title ? title : run.Definition.Name) ?? "",
                    Service = service,
                    Namespace = run.Target.Namespace,
                    Cluster = run.Target.Cluster,
                    Workload = run.Target.Pod ?? run.Target.Deployment ?? run.Target.Node,
                    Since = run.StartedAt,
                    At = now,
                    Actor = run.StartedBy,
                    Summary = Short(SecretText.Redact(notice.Text) ?? ""),
                    Link = publicUrl is null ? null : $"{publicUrl}/console/{run.Workspace}/workflows/{run.Id}",
                },
            });
    }

    private static string Short(string text) =>
        text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}

/// <param name="Part">What it is of, once a run: a step's id.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Text">In the workflow's own words.</param>
/// <param name="Channel">Where; null: where incidents of the service are told.</param>
public sealed record RunNotice(string Part, NotificationKind Kind, string Text, string? Channel);
