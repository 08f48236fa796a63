using System.Text;
using AiSre.Domain.Deploys;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>The digest as Markdown, to be read or posted. What there is nothing of has no section.</summary>
public static class HandoffMarkdown
{
    public static string Of(HandoffDigest digest)
    {
        var text = new StringBuilder();
        text.Append("# Hand-off ").Append(MarkdownText.Plain(digest.Workspace)).Append("\n\n")
            .Append(MarkdownText.Time(digest.From)).Append(" to ").Append(MarkdownText.Time(digest.To)).Append("\n\n")
            .Append(MarkdownText.Plain(digest.Summary)).Append('\n');
        Totals(text, digest.Totals);
        Section(text, "On call", digest.OnCall.Select(team =>
            team.Out == team.In ? $"{Plain(team.Team)}: {Person(team.In)}" : $"{Plain(team.Team)}: {Person(team.Out)} → {Person(team.In)}"));
        Section(text, "Open", digest.OpenIncidents.Select(Open));
        Section(text, "Resolved", digest.ResolvedIncidents.Select(Resolved));
        Section(text, "Escalations", digest.Escalations.Select(note =>
            $"{Plain(note.Title)} ({note.IncidentId}) reached level {note.Level} at {MarkdownText.Time(note.At)}"
            + (note.People.Length > 0 ? $": {Plain(Words.List(note.People))}" : "")));
        Section(text, "Actions", digest.Actions.Latest.Select(Action));
        Section(text, "Deploys", digest.Deploys.Select(Deployed));
        Section(text, "Error budgets at risk", digest.Outlook.SlosAtRisk.Select(slo => $"{Plain(slo.Name)}: {Plain(slo.AlertLevel)}"));
        Section(text, "Not as usual", digest.Outlook.DriftSignals.Select(drift => $"{Plain(drift.Message)} ({Plain(drift.Severity)})"));
        Section(text, "Noise", digest.Outlook.NoisyIncidents.Select(noisy =>
            $"{Plain(noisy.Title)} ({noisy.Id}) was over after {Words.Span(noisy.ResolvedAt - noisy.CreatedAt)}"));
        Section(text, "Most incidents", digest.TopServices.Select(count => $"{Plain(count.Name)}: {count.Count}"));
        Section(text, "Most frequent patterns", digest.TopPatterns.Select(count => $"{Plain(count.Name)}: {count.Count}"));
        Section(text, "Next on call", digest.NextOnCall.Select(change =>
            $"{MarkdownText.Time(change.At)} {Plain(change.Team)}: {Person(change.Person)}"));
        return text.ToString();
    }

    private static void Totals(StringBuilder text, HandoffTotals totals)
    {
        text.Append("\n| | open before | opened | reopened | resolved | open now |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var one in totals.BySeverity.Where(one => one.OpenStart + one.Opened + one.Reopened + one.Resolved + one.OpenEnd > 0))
            Row(text, one.Severity, one.OpenStart, one.Opened, one.Reopened, one.Resolved, one.OpenEnd);
        Row(text, "all", totals.OpenStart, totals.Opened, totals.Reopened, totals.Resolved, totals.OpenEnd);
    }

    private static void Row(StringBuilder text, string name, params ReadOnlySpan<long> counts)
    {
        text.Append("| ").Append(name);
        foreach (var count in counts) text.Append(" | ").Append(count);
        text.Append(" |\n");
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            if (first) text.Append("\n## ").Append(title).Append("\n\n");
            first = false;
            text.Append("- ").Append(line).Append('\n');
        }
    }

    private static string Open(OpenNote note)
    {
        var line = $"**{note.Severity}** {Plain(note.Title)} ({note.Id}), {Words.Span(TimeSpan.FromMinutes(note.AgeMinutes))}, "
            + (note.HeldBy is { } holder ? $"{Plain(holder)} has it" : "nobody has it");
        if (note.QuietUntil is { } until) line += $", quiet until {MarkdownText.Time(until)}";
        if (note.LastAction is { } action) line += $"; last {Plain(action.Action)} by {Plain(action.Actor)}: {action.Outcome}";
        if (note.Diagnosis is { } diagnosis) line += $"; {Plain(diagnosis)}";
        return line;
    }

    private static string Resolved(ResolvedNote note) =>
        $"**{note.Severity}** {Plain(note.Title)} ({note.Id}), after {Words.Span(note.ResolvedAt - note.CreatedAt)} by "
        + Plain(note.ResolvedBy ?? "system") + (note.Resolution is { } resolution ? $": {Plain(resolution)}" : "");

    private static string Action(DoneAction action) =>
        $"{MarkdownText.Time(action.At)} {Plain(action.Action)}{(action.Namespace is { } place ? $" in {Plain(place)}" : "")} by "
        + $"{Plain(action.Actor)}: {Plain(action.Outcome)}{(action.IncidentId is { } incident ? $" (for {Plain(incident)})" : "")}";

    private static string Deployed(Deploy deploy) =>
        $"{MarkdownText.Time(deploy.At)} {Plain(deploy.Service)}{(deploy.Version is { } version ? $" {Plain(version)}" : "")} by "
        + $"{Plain(deploy.Actor)}: {deploy.Status.Word()}";

    private static string Person(string? person) => person is null ? "nobody" : Plain(person);

    private static string Plain(string? text) => MarkdownText.Plain(text);
}
