using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>Why the alerts of this incident are one incident, and what would join them.</summary>
public sealed record MergeView(Sentence Says, ImmutableArray<TimelineLine> Decisions, ImmutableArray<RepeatStep> Rules)
{
    private const int Shown = 20;

    internal static Task<MergeView?> LoadAsync(ShownIncident shown)
    {
        var (decisions, rules, reason) = MergeExplanation.Of(shown.Incident, shown.Timeline, shown.Facts.CorrelationReason);
        var lines = TimelineView.Lines(decisions);
        return Task.FromResult<MergeView?>(new(Summary(shown, reason), [.. lines.TakeLast(Shown)], rules));
    }

    private static Sentence Summary(ShownIncident shown, string? reason)
    {
        var alerts = shown.Alerts.Length switch
        {
            0 => "No alert belongs to it any more.",
            1 => "One alert, which nothing was merged with.",
            var count => FormattableString.Invariant($"{count} alerts were taken for one problem."),
        };
        var group = shown.Facts.ParentId is { } parent
            ? Sentence.Say($" It belongs to the group of {LinkTo.Incident(parent)}: {ShownNames.Group(reason)}.")
            : null;
        return $"{alerts}{group}";
    }
}
