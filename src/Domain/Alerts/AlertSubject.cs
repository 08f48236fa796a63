namespace AiSre.Domain.Alerts;

/// <summary>What the alert is about. Every part is null when the sender did not say it; none is ever guessed from an exporter's own labels.</summary>
[GenerateSerializer, Immutable, Alias("aisre.alert-subject")]
public sealed record AlertSubject
{
    public static readonly AlertSubject None = new();

    [Id(0)] public string? Cluster { get; init; }
    [Id(1)] public string? Namespace { get; init; }
    [Id(2)] public string? Pod { get; init; }
    [Id(3)] public string? Deployment { get; init; }
    [Id(4)] public string? Service { get; init; }
    [Id(5)] public string? Node { get; init; }
    [Id(6)] public string? Container { get; init; }

    /// <summary>This one, and of <paramref name="other"/> whatever it does not say.</summary>
    public AlertSubject Or(AlertSubject other) => new()
    {
        Cluster = Cluster ?? other.Cluster,
        Namespace = Namespace ?? other.Namespace,
        Pod = Pod ?? other.Pod,
        Deployment = Deployment ?? other.Deployment,
        Service = Service ?? other.Service,
        Node = Node ?? other.Node,
        Container = Container ?? other.Container,
    };
}
