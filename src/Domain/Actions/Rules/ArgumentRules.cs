using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>What the request says by itself, before anybody looks at a cluster.</summary>
public static class ArgumentRules
{
    /// <summary>More than any policy may allow.</summary>
    private const int MostReplicas = 1_000;

    public static Verdict Action(CaseView view) => ActionNames.All.Contains(view.Request.Action)
        ? Verdict.Pass($"'{view.Request.Action.Name()}' is an action of the platform.")
        : Verdict.Refuse(RefusalCode.UnknownAction, "There is no such action.");

    public static Verdict Arguments(CaseView view) => Problem(view.Request, view.Policy?.Limits.MaxReplicas ?? MostReplicas) is var (field, problem)
        ? Verdict.Refuse(RefusalCode.InvalidArguments, $"'{field}': {problem}")
        : Verdict.Pass("The arguments are complete and well formed.");

    /// <summary>The field that is wrong and what is right; null: all is well.</summary>
    public static (string Field, string Problem)? Problem(ActionRequest request, int maxReplicas = MostReplicas) => request.Action switch
    {
        ActionName.RestartPod => Namespace(request) ?? Name("pod_name", request.PodName, "payments-api-7d8f9c6b5-x2k4m"),
        ActionName.ScaleDeployment => Namespace(request) ?? Name("deployment_name", request.DeploymentName, "payments-api")
            ?? (request.Replicas >= 0 && request.Replicas <= maxReplicas ? null : ("replicas", $"Allowed are numbers from 0 to {maxReplicas}.")),
        ActionName.SuggestConfigFix => request.Namespace.Length > 0 ? Namespace(request) : null,
        _ => null,
    };

    private static (string Field, string Problem)? Namespace(ActionRequest request) => request.Namespace.Length == 0
        ? ("namespace", $"{request.Action.Name()} needs the namespace, such as production.")
        : KubernetesNames.IsLabel(request.Namespace) ? null
        : ("namespace", "This is no name of a namespace: at most 63 lower-case letters, digits and '-' are.");

    private static (string Field, string Problem)? Name(string field, string name, string example) => name.Length == 0
        ? (field, $"It is needed, such as {example}.")
        : KubernetesNames.IsSubdomain(name) ? null
        : (field, "This is no name in Kubernetes: lower-case letters, digits, '-' and '.' are.");
}
