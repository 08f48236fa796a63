using System.Globalization;
using AiSre.Domain;
using AiSre.Domain.Actions;

namespace AiSre.Grains.Workflows;

/// <summary>A step's arguments, which are texts, as a request to the guard.</summary>
internal static class DoorArguments
{
    /// <summary>Null: they are none of this action.</summary>
    public static ActionRequest? Read(DoorRequest asked, out string? problem)
    {
        var (name, args) = (asked.Call.Action, asked.Call.Args);
        problem = null;
        if (ActionNames.Of(name) is not { } action) problem = $"There is no action '{Spelling.Shown(name)}'.";
        else if (args.GetValueOrDefault("replicas") is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            problem = $"replicas is '{Spelling.Shown(text)}', which is no whole number.";
        else
            return new()
            {
                Action = action,
                Cluster = args.GetValueOrDefault("cluster") ?? asked.Cluster,
                Namespace = args.GetValueOrDefault("namespace", ""),
                PodName = args.GetValueOrDefault("pod_name", ""),
                DeploymentName = args.GetValueOrDefault("deployment_name", ""),
                Replicas = args.GetValueOrDefault("replicas") is { } replicas ? int.Parse(replicas, CultureInfo.InvariantCulture) : 1,
                Component = args.GetValueOrDefault("component", ""),
                Issue = args.GetValueOrDefault("issue", ""),
                CurrentSpec = args.GetValueOrDefault("current_spec", ""),
                AcceptRevert = args.GetValueOrDefault("accept_revert") is "true",
            };
        return null;
    }
}
