using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Sources;
using AiSre.Domain.Heartbeats;
using AiSre.Domain.Workflows.Authoring;

namespace AiSre.Domain.Definitions;

/// <summary>What definitions may have, one line each.</summary>
public static class DefinitionSections
{
    /// <param name="channels">The types of channels that there are.</param>
    public static ImmutableArray<DefinitionSection> Of(ChannelTypes channels) =>
    [
        new TeamSection(),
        new PersonSection(channels.PersonKeys),
        new PolicySection(),
        new DefaultPolicySection(),
        new RouteSection(),
        new ChannelSection(channels),
        new SourceSection(),
        new ActionPolicySection(),
        new UnprotectedSection(),
        new WorkflowSection(),
        new RunbookSection(),
        new SloSection(),
        new HeartbeatSection(),
    ];
}
