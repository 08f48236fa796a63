using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Actions;

/// <summary>
/// What an approval is bound to: every argument, the object's UID and from how many replicas a scale starts, each with its length, so that no two
/// plans read alike. The resource version is left out: it changes with every heartbeat of a status, and the write has it as its precondition.
/// </summary>
public static class CanonicalArguments
{
    public static string Hash(ActionPlan plan)
    {
        var text = new StringBuilder();
        var request = plan.Request;
        Add(text, "action", request.Action.Name());
        Add(text, "cluster", plan.Cluster);
        Add(text, "namespace", request.Namespace);
        Add(text, "pod_name", request.PodName);
        Add(text, "deployment_name", request.DeploymentName);
        Add(text, "replicas", request.Action is ActionName.ScaleDeployment ? request.Replicas.ToString(CultureInfo.InvariantCulture) : "");
        Add(text, "component", request.Component);
        Add(text, "issue", request.Issue);
        Add(text, "current_spec", request.CurrentSpec);
        Add(text, "force", request.Force ? "true" : "false");
        Add(text, "accept_revert", request.AcceptRevert ? "true" : "false");
        Add(text, "uid", plan.Target?.Uid ?? "");
        // Two to four is another action than six to four.
        if (plan.ReplicasBefore is { } before) Add(text, "replicas_before", before.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append(name).Append(':').Append(value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value).Append('\n');
}
