namespace AiSre.Domain.Workflows;

/// <summary>The actions that a step can name, and their arguments.</summary>
public static class WorkflowActions
{
    public const string RestartPod = "restart_pod";
    public const string ScaleDeployment = "scale_deployment";
    public const string SuggestConfigFix = "suggest_config_fix";

    public static IReadOnlyList<string> All { get; } = [RestartPod, ScaleDeployment, SuggestConfigFix];

    /// <summary>An action is not complete without these.</summary>
    public static IReadOnlyList<string> Required(string action) => action switch
    {
        RestartPod => ["namespace", "pod_name"],
        ScaleDeployment => ["namespace", "deployment_name", "replicas"],
        _ => ["component", "issue"],
    };

    public static IReadOnlyList<string> Optional(string action) => action switch
    {
        SuggestConfigFix => ["cluster", "namespace", "deployment_name", "current_spec"],
        _ => ["cluster", "accept_revert"],
    };
}
