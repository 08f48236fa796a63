namespace AiSre.KubernetesStub;

/// <summary>A request as rights and faults see it.</summary>
/// <param name="Verb"><c>get</c>, <c>list</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>.</param>
/// <param name="Resource">As rights name it: <c>pods</c>, <c>pods/log</c>, <c>deployments/scale</c>.</param>
public sealed record ApiCall(string Verb, string Resource, string Namespace, string Name);

/// <summary>What a fault does to the calls that it is for.</summary>
public enum FaultKind
{
    /// <summary>RBAC does not allow it.</summary>
    Forbidden,

    /// <summary>The token is not accepted, as one that has expired.</summary>
    Unauthorized,

    /// <summary>API priority and fairness: a 429 in plain text.</summary>
    Throttled,

    /// <summary>Nothing is done and nothing answered, until the caller gives up or the fault is mended.</summary>
    Hangs,

    /// <summary>It is carried out, and nothing is answered until the caller gives up or the fault is mended.</summary>
    HangsAfterwards,

    /// <summary>It is carried out, and then the connection breaks.</summary>
    BreaksAfterwards,

    /// <summary>An admission webhook says no.</summary>
    Denied,

    /// <summary>An admission webhook does not answer.</summary>
    WebhookDead,

    /// <summary>A load balancer in front gives up: 504 in plain text, and it is carried out.</summary>
    GatewayTimeout,

    /// <summary>Somebody else is faster: what <see cref="Fault.Meanwhile"/> does is done right before it.</summary>
    Overtaken,
}

/// <summary>A fault and the calls that it is for.</summary>
/// <param name="Verb"><c>*</c> for all.</param>
/// <param name="Resource"><c>*</c> for all.</param>
/// <param name="Kind">What happens.</param>
public sealed record Fault(string Verb, string Resource, FaultKind Kind)
{
    /// <summary>What a webhook says.</summary>
    public string Message { get; init; } = "not today";

    /// <summary>Seconds, of a 429; null: no header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>For so many calls; null: for all.</summary>
    public int? Times { get; init; }

    /// <summary>For calls to it and of it; null: for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>What somebody else does.</summary>
    public Action? Meanwhile { get; init; }

    /// <summary>Only once something was written to the namespace.</summary>
    public bool AfterWrites { get; init; }

    public bool IsFor(ApiCall call) => (Verb is "*" || Verb == call.Verb) && (Resource is "*" || Resource == call.Resource)
        && (Namespace is null || Namespace == call.Namespace || (call.Resource is "namespaces" && Namespace == call.Name));
}
