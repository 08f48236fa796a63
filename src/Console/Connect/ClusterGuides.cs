using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class ClusterGuides
{
    private const string OnlyBegins = "It only says when something begins: resolve its incidents here, and route few of them.";

    public static readonly ImmutableArray<ToolGuide> All =
    [
        new("falco", "Falco", "Falcosidekick", "webhook:\n  address: \"{url}\"\n  customHeaders: \"X-API-Key:{key}\"", OnlyBegins),
        new(
            "wazuh", "Wazuh", "ossec.conf",
            "<integration>\n  <name>shuffle</name>\n  <hook_url>{login}</hook_url>\n  <level>12</level>\n" +
                "  <alert_format>json</alert_format>\n</integration>",
            OnlyBegins),
        new("k8s-event", "kubernetes-event-exporter", "its config",
            "receivers:\n  - name: ai-sre\n    webhook:\n      endpoint: \"{url}\"\n      headers: {X-API-Key: \"{key}\"}", OnlyBegins),
        ToolGuide.WithHeader("botkube", "Botkube", "a webhook sink", OnlyBegins),
        ToolGuide.WithLogin("trivy", "Trivy operator", "its webhook", "It reports states and opens nothing."),
        ToolGuide.WithLogin("kubewatch", "kubewatch", "its webhook handler", "It reports changes and opens nothing."),
    ];
}
