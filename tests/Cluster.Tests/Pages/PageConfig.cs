using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>Definitions for a cluster whose pages go to a <see cref="PageRecorder"/>.</summary>
internal static class PageConfig
{
    /// <summary>Dave at once, Eve after a minute, Frank after two; each of them at all of these channels.</summary>
    public static void ThreeSteps(TempFolder folder, PageRecorder recorder, IEnumerable<string> channels)
    {
        var names = string.Join(", ", channels);
        Write(folder, "oncall", """
            users:
              dave: {email: dave@example.com}
              eve: {email: eve@example.com}
              frank: {email: frank@example.com}
            """);
        Write(folder, "escalation", $$"""
            default:
              levels:
                - {after_minutes: 0, targets: ["user:dave"], channels: [{{names}}]}
                - {after_minutes: 1, targets: ["user:eve"], channels: [{{names}}]}
                - {after_minutes: 2, targets: ["user:frank"], channels: [{{names}}]}
              repeat: 0
            """);
        Write(folder, "notifications", string.Join('\n', channels.Select(name => $$"""
              {{name}}: {type: webhook, url: "{{recorder.Url}}/{{name}}", secret: "{{Secret}}", per_second: 1000, burst: 1000, digest_after: 0}
            """).Prepend("channels:")));
    }

    /// <summary>Chat for everything, the pager for what is critical.</summary>
    public static void Storm(TempFolder folder, StormVendors vendors)
    {
        Write(folder, "oncall", "users: {dave: {email: dave@example.com}}");
        Write(folder, "escalation", "default: {levels: [{after_minutes: 0, targets: [\"user:dave\"]}], repeat: 0}");
        Write(folder, "notifications", $$"""
            routes: {default_rules: {critical: [slack, pagerduty], high: [slack], warning: [slack], info: [slack]} }
            channels:
              slack: {webhook_url: "{{vendors.Url}}/slack"}
              pagerduty: {routing_key: "00000000000000000000000000000000", events_url: "{{vendors.Url}}" }
            """);
    }

    /// <summary>What another workspace puts for itself: whatever opens goes to its webhook.</summary>
    public static string Other(StormVendors vendors) => $$"""
        users: {eve: {} }
        default: {levels: [{after_minutes: 0, targets: ["user:eve"], channels: [hook]}], repeat: 0}
        channels: {hook: {type: webhook, url: "{{vendors.Url}}/webhook" } }
        """;

    private static string Secret => "whsec_" + Convert.ToBase64String("a secret of exactly 32 characters"u8);

    private static void Write(TempFolder folder, string kind, string yaml)
    {
        Directory.CreateDirectory(folder.File(kind));
        folder.Write($"{kind}/pages.yaml", yaml);
    }
}
