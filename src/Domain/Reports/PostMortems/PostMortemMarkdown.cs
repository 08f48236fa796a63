using System.Text;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>A post-mortem as Markdown, with every section, so that people see what they have to fill in.</summary>
public static class PostMortemMarkdown
{
    public static string Of(PostMortem report)
    {
        var text = new StringBuilder();
        text.Append("# Post-mortem: ").Append(Plain(report.Title)).Append("\n\n");
        List(
            text, $"Incident: {Plain(report.IncidentId)}", $"Date: {MarkdownText.Time(report.Date)}", $"Status: {report.Status}",
            $"Severity: {report.Severity}", $"Authors: {Plain(Words.List(report.Authors))}",
            $"Took part: {(report.Participants.Length > 0 ? Plain(Words.List(report.Participants)) : "nobody")}");
        Section(text, "Summary", report.Summary);
        Section(text, "Impact");
        var impact = report.Impact;
        List(
            text, $"Duration: {Words.Span(TimeSpan.FromMinutes(impact.DurationMinutes))}",
            FormattableString.Invariant($"Alerts: {impact.AlertsCount}"),
            $"Services: {(impact.Services.Length > 0 ? Plain(Words.List(impact.Services)) : PostMortem.Unknown)}",
            FormattableString.Invariant($"Further incidents: {impact.RelatedIncidents}"),
            impact.SloMinutesBurnt is { } burnt
                ? FormattableString.Invariant($"Error budget: {burnt:0.#} min")
                : $"Error budget: {PostMortem.Unknown}",
            $"Users: {Plain(impact.Users)}");
        Section(text, "Root causes");
        List(text, [.. report.RootCauses.Select(Plain)]);
        Section(text, "Trigger", report.Trigger);
        Section(text, "Resolution", report.Resolution);
        Section(text, "Detection", report.Detection);
        Section(text, "Action items");
        text.Append("| Type | What | Because | Owner | Bug |\n|---|---|---|---|---|\n");
        foreach (var item in report.ActionItems)
        {
            text.Append("| ").AppendJoin(
                " | ", item.Type, Plain(item.Description), Plain(item.Because), Plain(item.Owner ?? ""), Plain(item.Bug ?? "")).Append(" |\n");
        }
        Section(text, "Lessons");
        Lessons(text, "What went well", report.Lessons.WentWell);
        Lessons(text, "What went wrong", report.Lessons.WentWrong);
        Lessons(text, "Where we got lucky", report.Lessons.GotLucky);
        Section(text, "Timeline");
        List(text, [.. report.Timeline.Select(line => $"{MarkdownText.Time(line.At)} {Plain(line.Actor)}: {Plain(line.Text)}")]);
        Section(text, "Supporting information");
        List(text, [.. report.SupportingInformation.Select(Plain)]);
        return text.ToString();
    }

    private static void Lessons(StringBuilder text, string title, IEnumerable<string> lessons)
    {
        text.Append("### ").Append(title).Append("\n\n");
        List(text, [.. lessons.Select(Plain)]);
        text.Append('\n');
    }

    private static void Section(StringBuilder text, string title, string? paragraph = null)
    {
        text.Append("\n## ").Append(title).Append("\n\n");
        if (paragraph is not null) text.Append(Plain(paragraph)).Append('\n');
    }

    private static void List(StringBuilder text, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) text.Append("- ").Append(line).Append('\n');
    }

    private static string Plain(string text) => MarkdownText.Plain(text);
}
