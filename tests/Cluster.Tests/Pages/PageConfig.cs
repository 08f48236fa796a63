using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>Definitions for a cluster whose pages go to a <see cref="PageRecorder"/>.</summary>
internal static class PageConfig
{
    /// <summary>Dave at once, Eve after a minute, Frank after two; each of them at two addresses.</summary>
    public static void ThreeSteps(TempFolder folder, PageRecorder recorder)
    {
        Write(folder, "oncall", """
            users:
              dave: {email: dave@example.com}
              eve: {email: eve@example.com}
              frank: {email: frank@example.com}
            """);
        Write(folder, "escalation", """
            default:
              levels:
                - {after_minutes: 0, targets: ["user:dave"], channels: [left, right]}
                - {after_minutes: 1, targets: ["user:eve"], channels: [left, right]}
                - {after_minutes: 2, targets: ["user:frank"], channels: [left, right]}
              repeat: 0
            """);
        Write(folder, "notifications", $$"""
            channels:
              left: {type: webhook, url: "{{recorder.Url}}/left", secret: "{{Secret}}", per_second: 1000, burst: 1000, digest_after: 0}
              right: {type: webhook, url: "{{recorder.Url}}/right", secret: "{{Secret}}", per_second: 1000, burst: 1000, digest_after: 0}
            """);
    }

    private static string Secret => "whsec_" + Convert.ToBase64String("a secret of exactly 32 characters"u8);

    private static void Write(TempFolder folder, string kind, string yaml)
    {
        Directory.CreateDirectory(folder.File(kind));
        folder.Write($"{kind}/pages.yaml", yaml);
    }
}
