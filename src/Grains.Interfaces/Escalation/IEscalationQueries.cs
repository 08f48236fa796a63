using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Escalation;

/// <summary>
/// What is asked of escalations beside the incident itself. A stateless worker over the definitions, which hold secrets that the API must not see.
/// Key: 0.
/// </summary>
[Alias("aisre.escalation-queries")]
public interface IEscalationQueries : IGrainWithIntegerKey
{
    /// <summary>What an escalation would have done by now. Tells nobody.</summary>
    /// <param name="workspace">Whose definitions.</param>
    /// <param name="service">Null for an incident without one.</param>
    /// <param name="severity">The incident's.</param>
    /// <param name="minutes">How long ago it started, 0 to 100,000.</param>
    [Alias("preview"), Idempotent]
    Task<EscalationPreview> PreviewAsync(string workspace, string? service, Severity severity, int minutes);

    /// <summary>Whom an incident's escalation tells next, if nobody acknowledges; soonest first, the next 20.</summary>
    /// <param name="workspace">Whose definitions.</param>
    /// <param name="service">Null for an incident without one.</param>
    /// <param name="severity">The incident's.</param>
    /// <param name="state">Where its escalation stands.</param>
    [Alias("coming"), Idempotent]
    Task<ImmutableArray<ComingStep>> ComingAsync(string workspace, string? service, Severity severity, EscalationState state);
}
