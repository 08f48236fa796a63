using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>What a tool calls an alert: the name of its rule, check or monitor, which stays when the title tells of values.</summary>
public static class AlertNames
{
    /// <summary>Where bodies say it.</summary>
    public static readonly string[] Fields = ["alertname", "rule_name", "rule", "check_name", "monitor_name"];

    private static readonly string[] Labels = ["alertname", "rulename", "rule_name", "alert_name", "monitor_name", "check_name", "rule"];

    /// <summary>Null when no label says it.</summary>
    public static string? Of(ImmutableArray<AlertLabel> labels)
    {
        foreach (var name in Labels)
        {
            if (labels.Find(name) is { Length: > 0 } found) return found;
        }
        return null;
    }
}
