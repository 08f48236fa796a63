namespace AiSre.Api.Mcp;

/// <summary>What is offered to an engineer's assistant: operations that read, and one that tries. Nothing approves, and nothing is done.</summary>
internal static class McpTools
{
    private static readonly McpField[] Action =
    [
        new("action", "restart_pod, scale_deployment or suggest_config_fix."),
        new("namespace", "Where."),
        new("pod_name", "Of restart_pod."),
        new("deployment_name", "Of scale_deployment."),
        new("replicas", "Of scale_deployment: how many there shall be."),
        new("component", "Of suggest_config_fix: the container that it is about."),
        new("issue", "Of suggest_config_fix: what is wrong."),
        new("current_spec", "Of suggest_config_fix: the YAML that is in force."),
        new("cluster", "The cluster, by its name; the default one when absent."),
        new("incident_id", "The incident that it is for."),
    ];

    /// <summary>One of an operation that is not there is not offered, so a part of the API brings its tools with it.</summary>
    public static readonly IReadOnlyList<McpTool> All =
    [
        new("list_incidents", "listIncidents"),
        new("get_incident", "getIncident"),
        new("get_incident_timeline", "getIncidentTimeline"),
        new("get_incident_group", "getIncidentGroup"),
        new("explain_incident", "explainIncident"),
        new("list_incident_actions", "listIncidentActions"),
        new("get_incident_diagnosis", "getIncidentDiagnosis"),
        new("list_similar_incidents", "listSimilarIncidents"),
        new("get_deploy_correlation", "getDeployCorrelation"),
        new("list_deploys", "listRecentDeploys"),
        new("get_on_call", "getOnCall"),
        new("get_on_call_schedule", "getOnCallSchedule"),
        new("list_slos", "listSlos"),
        new("get_slo_budget", "getSloBudget"),
        new("explain_slo", "explainSlo"),
        new("get_handoff_digest", "getHandoffDigest"),
        new("write_post_mortem", "writePostMortem"),
        new("try_action", "executeAction")
        {
            About = "Says what an action would do and what the policies say to it. A dry run: nothing is done, and nothing is asked of anybody.",
            Fields = Action,
            Always = new Dictionary<string, JsonElement>
            {
                ["dry_run"] = JsonElement.Parse("true"), ["approved"] = JsonElement.Parse("false"), ["request_approval"] = JsonElement.Parse("false"),
            },
        },
    ];
}
