using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>What labels or tags say of the severity.</summary>
internal static class LabelSeverity
{
    /// <summary>The first known word in the order of <see cref="SeverityFields.Labels"/>; null when there is none.</summary>
    public static Severity? Of(ReadOnlySpan<AlertLabel> labels)
    {
        foreach (var name in SeverityFields.Labels)
        {
            foreach (ref readonly var label in labels)
            {
                if (label.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && SeverityMap.Parse(label.Value) is { } said) return said;
            }
        }
        return null;
    }
}
