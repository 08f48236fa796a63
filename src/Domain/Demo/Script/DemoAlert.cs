using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Demo.Script;

/// <summary>An alert of the story, as somebody has written its rule.</summary>
/// <param name="Name">Of the rule.</param>
/// <param name="Severity">As the rule says.</param>
/// <param name="Service">What is ill.</param>
/// <param name="Summary">The headline.</param>
/// <param name="Description">What a person should know.</param>
public sealed record DemoAlert(string Name, Severity Severity, string Service, string Summary, string Description)
{
    /// <summary>One of <see cref="AlertSource"/>: <c>alertmanager</c>, <c>grafana</c>, <c>datadog</c> or <c>webhook</c>.</summary>
    public string Source { get; init; } = AlertSource.Alertmanager;

    public string Namespace { get; init; } = "shop";
    public string Cluster { get; init; } = "eu-west";
    public string? Deployment { get; init; }
    public string? Pod { get; init; }
    public string? Node { get; init; }

    /// <summary>What else the rule labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Set for what no tool sends, such as a heartbeat that is missing.</summary>
    public AlertSignal? Own { get; init; }

    public DemoAlert With(string label, string value) => this with { Labels = Labels.SetItem(label, value) };

    /// <summary>A pod of the service, of its deployment.</summary>
    internal DemoAlert InPodOf(DemoDice dice, string? workload = null)
    {
        var deployment = workload ?? Service;
        return this with { Deployment = deployment, Pod = $"{deployment}-{dice.Letters(10)}-{dice.Letters(5)}" };
    }
}
