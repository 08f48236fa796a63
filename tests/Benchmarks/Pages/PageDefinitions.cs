using AiSre.TestHost;

namespace AiSre.Benchmarks.Pages;

/// <summary>Definitions under which everything goes to a <see cref="PageSink"/>.</summary>
internal static class PageDefinitions
{
    /// <summary>As people have them: one person, one channel, the usual limits.</summary>
    public static SiloSettings Usual(TempFolder folder, PageSink sink) => Write(folder, sink, 1, "");

    /// <summary>Every critical incident is a page at each of so many addresses, and nothing holds them back.</summary>
    public static SiloSettings Unlimited(TempFolder folder, PageSink sink, int addresses) =>
        Write(folder, sink, addresses, ", per_second: 1000, burst: 10000, digest_after: 0");

    /// <summary>As <see cref="Unlimited"/> at one address, which is told again a minute later.</summary>
    public static SiloSettings TwoLevels(TempFolder folder, PageSink sink)
    {
        var settings = Unlimited(folder, sink, 1);
        folder.Write("escalation/pages.yaml", """
            default:
              levels:
              - {after_minutes: 0, targets: ["user:dave"], channels: [hook0]}
              - {after_minutes: 1, targets: ["user:dave"], channels: [hook0]}
              repeat: 0

            """);
        return settings;
    }

    private static SiloSettings Write(TempFolder folder, PageSink sink, int addresses, string limits)
    {
        var channels = Enumerable.Range(0, addresses).Select(i => $"hook{i}").ToList();
        var names = string.Join(", ", channels);
        foreach (var kind in new[] { "oncall", "escalation", "notifications" }) Directory.CreateDirectory(folder.File(kind));
        folder.Write("oncall/pages.yaml", "users: {dave: {}}\n");
        folder.Write("escalation/pages.yaml",
            $"default: {{levels: [{{after_minutes: 0, targets: [\"user:dave\"], channels: [{names}]}}], repeat: 0}}\n");
        folder.Write("notifications/pages.yaml", $"""
            routes: {"{"}default_rules: {"{"}critical: [{names}], warning: [{names}]{"}"} {"}"}
            channels:
            {string.Join('\n', channels.Select(name => $"  {name}: {{type: webhook, url: \"{sink.Url}/{name}\"{limits}}}"))}
            """);
        return new() { Configuration = "Release", Environment = new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = folder.Path } };
    }
}
