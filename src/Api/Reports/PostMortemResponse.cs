using AiSre.Domain.Reports.PostMortems;

namespace AiSre.Api.Reports;

/// <summary>What happened, for those who want that it does not happen again.</summary>
/// <param name="Status">draft while the incident is not over, then final.</param>
/// <param name="Postmortem">Its sections. What is not stored says that it is unknown.</param>
/// <param name="Markdown">All of it, to be read and filled in.</param>
public sealed record PostMortemResponse(string IncidentId, string Status, DateTimeOffset GeneratedAt, PostMortem Postmortem, string Markdown)
{
    public static PostMortemResponse From(PostMortem written) =>
        new(written.IncidentId, written.Status, written.GeneratedAt, written, PostMortemMarkdown.Of(written));
}
