using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>Definitions for a cluster whose pages go to a <see cref="PageRecorder"/>.</summary>
internal static class PageConfig
{
    /// <summary>Dave at once, Eve after a minute, Frank after two; each of them at two addresses.</summary>
    public static string Write(TempFolder folder, PageRecorder recorder) => folder.Write("pages.yaml", $$"""
        users:
          dave: {}
          eve: {}
          frank: {}
        default:
          levels:
            - {after_minutes: 0, targets: ["user:dave"], channels: [left, right]}
            - {after_minutes: 1, targets: ["user:eve"], channels: [left, right]}
            - {after_minutes: 2, targets: ["user:frank"], channels: [left, right]}
          repeat: 0
        channels:
          left: {type: webhook, urls: {default: "{{recorder.Url}}/left"}, secret: "{{Secret}}", per_second: 10000, burst: 10000, digest_after: 0}
          right: {type: webhook, urls: {default: "{{recorder.Url}}/right"}, secret: "{{Secret}}", per_second: 10000, burst: 10000, digest_after: 0}
        """);

    private static string Secret => "whsec_" + Convert.ToBase64String("a secret of exactly 32 characters"u8);
}
