using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;

namespace AiSre.Integrations.Diagnosis;

/// <summary>The few log lines that an answer shows: those that the first cause cites, else the last that complain.</summary>
internal static class LogExcerpts
{
    private const int Most = 2_000;

    public static string Of(DiagnosisReport report, ImmutableArray<ContainerLog> logs)
    {
        var first = report.Hypotheses.FirstOrDefault();
        var ids = first is null ? [] : first.Claims.SelectMany(claim => claim.EvidenceIds).ToHashSet();
        var cited = report.Evidence.Where(item => item.Kind is EvidenceKind.Log && ids.Contains(item.Id)).Select(item => item.Text).ToList();
        var lines = cited.Count > 0 ? cited
            : logs.Select(log => log.Lines.Where(LoudLines.IsLoud).TakeLast(10)).FirstOrDefault(loud => loud.Any()) ?? [];
        var text = string.Join('\n', lines);
        return text.Length <= Most ? text : text[..Most];
    }
}
