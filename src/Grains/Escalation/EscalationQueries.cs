using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using Orleans.Concurrency;

namespace AiSre.Grains.Escalation;

[GrainType("escalation-queries"), StatelessWorker]
public sealed class EscalationQueries(IDefinitions definitions, TimeProvider clock) : Grain, IEscalationQueries
{
    public async Task<EscalationPreview> PreviewAsync(string workspace, string? service, Severity severity, int minutes)
    {
        var decided = await definitions.OfAsync(workspace);
        return PreviewRules.Of(decided, service, severity, minutes, clock.GetUtcNow(), OnCallNow.Of(decided));
    }
}
