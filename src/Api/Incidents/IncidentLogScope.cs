using AiSre.Grains;
using AiSre.Api.Edge;

namespace AiSre.Api.Incidents;

/// <summary>Log lines about a request for an incident name it.</summary>
internal static class IncidentLogScope
{
    private static readonly Func<ILogger, string, IDisposable?> Begin = LoggerMessage.DefineScope<string>("Incident {IncidentId}");

    private static readonly LogScope Scope = new(static (log, route) =>
        route["incidentId"] is string id && GrainKeys.IsIncidentId(id) ? Begin(log, id) : null);

    public static TBuilder LogsIncident<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Scope);
}
