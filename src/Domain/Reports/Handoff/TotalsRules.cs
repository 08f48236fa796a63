using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>
/// Counts a period so that its numbers reconcile. Each incident that moved is walked from the beginning to the end, and only a turn that changes
/// something counts; those that did not move are open at both ends.
/// </summary>
public static class TotalsRules
{
    /// <param name="from">The period's beginning.</param>
    /// <param name="courses">Every incident that opened, ended or opened again since.</param>
    /// <param name="open">How many stand open now, of all.</param>
    public static HandoffTotals Of(DateTimeOffset from, IReadOnlyCollection<IncidentCourse> courses, IReadOnlyList<OpenCount> open)
    {
        var severities = Enum.GetValues<Severity>().OrderDescending().Select(severity => Of(severity, from, courses, open)).ToList();
        return new()
        {
            OpenStart = severities.Sum(one => one.OpenStart),
            Opened = severities.Sum(one => one.Opened),
            Reopened = severities.Sum(one => one.Reopened),
            Resolved = severities.Sum(one => one.Resolved),
            OpenEnd = severities.Sum(one => one.OpenEnd),
            Acknowledged = open.Sum(count => count.Acknowledged),
            BySeverity = [.. severities],
        };
    }

    private static SeverityTotals Of(
        Severity severity, DateTimeOffset from, IReadOnlyCollection<IncidentCourse> courses, IReadOnlyList<OpenCount> open)
    {
        var moved = courses.Where(course => course.Severity == severity).ToList();
        // The lists are read one after the other: what ended in between must not become less than nothing.
        var unmoved = Math.Max(
            0, open.Where(count => count.Severity == severity).Sum(count => count.Open)
                - moved.Count(course => course.Phase is not IncidentPhase.Resolved));
        var (start, opened, reopened, resolved, end) = (unmoved, 0L, 0L, 0L, unmoved);
        foreach (var course in moved)
        {
            var isNew = course.CreatedAt >= from;
            var isOpen = isNew || WasOpen(course);
            if (isNew) opened++;
            else if (isOpen) start++;
            foreach (var turn in course.Turns)
            {
                if (turn.Reopened == isOpen) continue;
                isOpen = turn.Reopened;
                if (isOpen) reopened++;
                else resolved++;
            }
            if (isOpen) end++;
        }
        return new(severity.Name(), start, opened, reopened, resolved, end);
    }

    /// <summary>What was resolved had been open; what was reopened had not.</summary>
    private static bool WasOpen(IncidentCourse course) =>
        course.Turns is [var first, ..] ? !first.Reopened : course.Phase is not IncidentPhase.Resolved;
}

/// <summary>How many incidents of a severity stand open.</summary>
/// <param name="Open">The acknowledged ones too.</param>
/// <param name="Acknowledged">Of those, how many are.</param>
public readonly record struct OpenCount(Severity Severity, long Open, long Acknowledged);
