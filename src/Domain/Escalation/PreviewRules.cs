using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Escalation;

/// <summary>Plays an escalation through without telling anybody: the incident started a while ago, and nobody has acknowledged it.</summary>
public static class PreviewRules
{
    /// <param name="definitions">What the workspace has decided.</param>
    /// <param name="service">Null for an incident without one.</param>
    /// <param name="severity">The incident's.</param>
    /// <param name="minutes">How long ago it started.</param>
    /// <param name="now">Who is on call is asked for this instant.</param>
    /// <param name="duty">Who is on call.</param>
    public static EscalationPreview Of(
        WorkspaceDefinitions definitions, string? service, Severity severity, int minutes, DateTimeOffset now, WhoIsOnCall duty)
    {
        var state = EscalationRules.Start(EscalationRules.Match(definitions, service, severity), now.AddMinutes(-minutes));
        PreviewStep Show(EscalationStep step)
        {
            var level = step.Of(state.Policy);
            return new(
                step.Cycle, step.Level, (int)(step.DueAt - state.StartedAt).TotalMinutes, (int)(step.DueAt - now).TotalMinutes,
                [.. TargetRules.People(level.Targets, service, definitions, duty, now).Select(target => target.Person.Id)],
                ChannelsOf(level, definitions, service, severity));
        }

        var fired = EscalationRules.Due(state, severity, now).Where(step => !step.Dropped).Select(Show).ToImmutableArray();
        var next = EscalationRules.Steps(state, severity).Where(step => step.DueAt > now && !step.Dropped).OrderBy(step => step.DueAt).Select(Show)
            .FirstOrDefault();
        return new()
        {
            Policy = state.Policy.Name,
            At = now,
            Fired = fired,
            Current = fired.LastOrDefault(),
            Next = next,
            Exhausted = next is null && !state.Policy.PagesNobody && now >= EscalationRules.EndAt(state),
        };
    }

    /// <summary>The steps that are still to come, soonest first; none where the escalation is not active.</summary>
    /// <param name="definitions">What the workspace has decided.</param>
    /// <param name="service">Null for an incident without one.</param>
    /// <param name="severity">The incident's.</param>
    /// <param name="state">Where its escalation stands.</param>
    /// <param name="duty">Who is on call, asked for when the step is due.</param>
    /// <param name="most">So many at most.</param>
    public static ImmutableArray<ComingStep> Coming(
        WorkspaceDefinitions definitions, string? service, Severity severity, EscalationState state, WhoIsOnCall duty, int most)
    {
        if (state.Status is not EscalationStatus.Active) return [];
        return
        [
            .. EscalationRules.Open(state, severity).Where(step => !step.Dropped)
                .OrderBy(step => step.DueAt).Take(most)
                .Select(step => new ComingStep(
                    step.Cycle, step.Level, step.DueAt, PeopleOf(step.Of(state.Policy), step.DueAt),
                    ChannelsOf(step.Of(state.Policy), definitions, service, severity))),
        ];

        ImmutableArray<string> PeopleOf(EscalationLevel level, DateTimeOffset at) =>
            [.. TargetRules.People(level.Targets, service, definitions, duty, at).Select(target => target.Person.Id)];
    }

    private static ImmutableArray<string> ChannelsOf(EscalationLevel level, WorkspaceDefinitions definitions, string? service, Severity severity) =>
        level.Channels.IsDefaultOrEmpty ? RoutingRules.ChannelsFor(definitions, service, severity) : level.Channels;
}
