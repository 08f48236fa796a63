using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Console.Connect;

/// <summary>Every tool whose alerts are known here, and how it is connected.</summary>
public static class ToolGuides
{
    public static readonly ImmutableArray<ToolGroup> Groups = WithTheRest(
    [
        new("Monitoring", MonitoringGuides.All),
        new("Clouds", CloudGuides.All),
        new("Probes", ProbeGuides.All),
        new("Hosts and networks", HostGuides.All),
        new("Errors and traces", TraceGuides.All),
        new("Logs and queries", LogGuides.All),
        new("Delivery", DeliveryGuides.All),
        new("Kubernetes and security", ClusterGuides.All),
        new("Speak to another receiver", ReceiverGuides.All),
    ]);

    /// <summary>Null when there is no such tool.</summary>
    public static ToolGuide? Find(string source) =>
        Groups.SelectMany(group => group.Tools).FirstOrDefault(guide => guide.Source == source);

    /// <summary>A tool that became known without a guide can be connected like most.</summary>
    private static ImmutableArray<ToolGroup> WithTheRest(ImmutableArray<ToolGroup> groups)
    {
        var rest = AlertSource.Known.Except(groups.SelectMany(group => group.Tools).Select(guide => guide.Source)).Order(StringComparer.Ordinal)
            .Select(source => ToolGuide.WithHeader(source, source, "the tool's webhook")).ToImmutableArray();
        return rest.IsEmpty ? groups : groups.Add(new("Others", rest));
    }
}
