namespace AiSre.Domain.Actions;

/// <summary>What the platform can do to a cluster. There is nothing else: no shell, no free command.</summary>
public enum ActionName
{
    RestartPod = 1,
    ScaleDeployment = 2,

    /// <summary>Changes nothing: it writes a patch that a person may apply.</summary>
    SuggestConfigFix = 3,
}

public static class ActionNames
{
    public static IReadOnlyList<ActionName> All { get; } = [ActionName.RestartPod, ActionName.ScaleDeployment, ActionName.SuggestConfigFix];

    /// <summary>As requests and policies write it.</summary>
    public static string Name(this ActionName action) => action switch
    {
        ActionName.RestartPod => "restart_pod",
        ActionName.ScaleDeployment => "scale_deployment",
        _ => "suggest_config_fix",
    };

    /// <summary>Null: there is no such action.</summary>
    public static ActionName? Of(string? name)
    {
        foreach (var action in All)
            if (action.Name() == name) return action;
        return null;
    }
}
