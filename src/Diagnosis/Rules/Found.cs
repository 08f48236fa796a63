using AiSre.Diagnosis.Findings;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>Short ways to write a finding down.</summary>
internal static class Found
{
    public static Finding At(Component component, double confidence, Statement rootCause, params Statement?[] because) => new()
    {
        Component = component,
        Confidence = confidence,
        RootCause = rootCause,
        Because = [.. because.OfType<Statement>()],
    };

    /// <summary>The surest finding of each component: ten pods that say the same say it once.</summary>
    public static IEnumerable<Finding> OncePerComponent(this IEnumerable<Finding> findings) =>
        findings.GroupBy(finding => finding.Component).Select(same => same.MaxBy(finding => finding.Confidence)!);

    /// <summary>As much of a long message as a sentence bears; still a part of it.</summary>
    public static string Short(string text, int most = 160)
    {
        var line = text.Split('\n')[0].Trim();
        return line.Length <= most ? line : line[..most].TrimEnd();
    }
}
