namespace AiSre.TestHost;

/// <summary>For hosts that tests ask faster than anybody would: no limit on any class of requests.</summary>
public static class NoRateLimits
{
    public static IReadOnlyDictionary<string, string> Settings { get; } = new[]
    {
        "INGEST", "ALERTS", "READS", "PAGES", "WRITES", "ACTIONS", "QUESTIONS", "REPORTS",
    }.ToDictionary(static name => $"AI_SRE_RATE_{name}", static _ => "0");

    public static IEnumerable<KeyValuePair<string, string?>> Configuration =>
        Settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
}
