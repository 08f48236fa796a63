using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;

namespace AiSre.Console.Acting;

/// <summary>What somebody wants tried, as the form holds it.</summary>
public sealed record ActionDraft(ActionName Action)
{
    /// <summary>As long as a name of Kubernetes may be.</summary>
    private const int LongestName = 253;

    private const int MostReplicas = 10_000;

    public string Namespace { get; init; } = "";
    public string Cluster { get; init; } = "";
    public string Pod { get; init; } = "";
    public string Deployment { get; init; } = "";
    public string Replicas { get; init; } = "";
    public bool Force { get; init; }
    public bool AcceptRevert { get; init; }

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>Filled with what the incident knows.</summary>
    public static ActionDraft Of(Incident incident, ActionName action) => new(action)
    {
        Namespace = incident.Subject.Namespace ?? "",
        Cluster = incident.Subject.Cluster ?? "",
        Pod = incident.Subject.Pod ?? "",
        Deployment = incident.Subject.Deployment ?? "",
    };

    public static ActionDraft Of(ConsoleForm form) => new(ActionOf(form.Text("action")))
    {
        Namespace = form.Text("namespace") ?? "",
        Cluster = form.Text("cluster") ?? "",
        Pod = form.Text("pod") ?? "",
        Deployment = form.Text("deployment") ?? "",
        Replicas = form.Text("replicas") ?? "",
        Force = form.IsOn("force"),
        AcceptRevert = form.IsOn("accept_revert"),
    };

    /// <summary>Two can be tried here; a fix of a configuration needs its text.</summary>
    public static ActionName ActionOf(string? name) =>
        ActionNames.Of(name) is ActionName.ScaleDeployment ? ActionName.ScaleDeployment : ActionName.RestartPod;

    /// <summary>Null when something is wrong that can be seen without a cluster.</summary>
    public ActionRequest? Read(out IReadOnlyDictionary<string, string> problems)
    {
        var wrong = new Dictionary<string, string>();
        problems = wrong;
        var (scale, replicas) = (Action is ActionName.ScaleDeployment, 1);
        Check("namespace", Namespace, "Say in which namespace.");
        if (scale) Check("deployment", Deployment, "Say which deployment.");
        else Check("pod", Pod, "Say which pod.");
        if (Cluster.Length > LongestName) wrong["cluster"] = "No name is that long.";
        if (scale && !(int.TryParse(Replicas, NumberStyles.None, CultureInfo.InvariantCulture, out replicas) && replicas <= MostReplicas))
            wrong["replicas"] = $"Say how many there shall be, from 0 to {MostReplicas}.";
        return wrong.Count > 0 ? null : new()
        {
            Action = Action, Cluster = Cluster.Length == 0 ? null : Cluster, Namespace = Namespace, PodName = scale ? "" : Pod,
            DeploymentName = scale ? Deployment : "", Replicas = replicas, Force = Force, AcceptRevert = AcceptRevert,
        };

        void Check(string field, string name, string missing)
        {
            if (name.Length is 0 or > LongestName) wrong[field] = name.Length == 0 ? missing : "No name is that long.";
        }
    }
}
