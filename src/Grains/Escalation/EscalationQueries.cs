using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using Orleans.Concurrency;

namespace AiSre.Grains.Escalation;

[GrainType("escalation-queries"), StatelessWorker]
public sealed class EscalationQueries(IDefinitions definitions, TimeProvider clock) : Grain, IEscalationQueries
{
    private const int MostComing = 20;

    public async Task<EscalationPreview> PreviewAsync(string workspace, string? service, Severity severity, int minutes)
    {
        var decided = await definitions.OfAsync(workspace);
        return PreviewRules.Of(decided, service, severity, minutes, clock.GetUtcNow(), OnCallNow.Of(decided));
    }

    public async Task<ImmutableArray<ComingStep>> ComingAsync(string workspace, string? service, Severity severity, EscalationState state)
    {
        var decided = await definitions.OfAsync(workspace);
        return PreviewRules.Coming(decided, service, severity, state, OnCallNow.Of(decided), MostComing);
    }
}
