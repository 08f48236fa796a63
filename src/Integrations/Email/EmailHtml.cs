using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Email;

/// <summary>The part with colours: no image, no script, no style sheet, nothing from elsewhere.</summary>
internal static class EmailHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(NotificationContent content, MessageText text)
    {
        var html = new StringBuilder();
        html.Append(Invariant($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Encode(text.Headline)}</title></head>\n"))
            .Append("<body style=\"font-family:sans-serif;font-size:15px;line-height:1.4;color:#1b1f24;max-width:640px\">\n")
            .Append(Invariant(
                $"<h1 style=\"font-size:18px;border-left:6px solid {ColorOf(content)};padding-left:10px\">{Encode(text.Headline)}</h1>\n"));
        if (text.Lead.Length > 0) html.Append(Invariant($"<p>{Encode(text.Lead)}</p>\n"));
        if (text.Late is { } late) html.Append(Invariant($"<p><strong>{Encode(late)}</strong></p>\n"));
        if (text.SignedLink is { } signed) html.Append(Invariant($"<p><strong>{Anchor(signed, MessageText.SignedLinkName)}</strong></p>\n"));
        if (text.Link is { } link) html.Append(Invariant($"<p>{Anchor(link, text.LinkName)}</p>\n"));
        if (!text.Facts.IsEmpty)
            html.Append(Invariant($"<table style=\"border-collapse:collapse\">\n{string.Concat(text.Facts.Select(Row))}</table>\n"));
        Add(html, "Most urgent", text.Titles.IsEmpty ? null : string.Join('\n', text.Titles));
        Add(html, "Details", text.Summary);
        Add(html, "Likely cause", text.LikelyCause);
        Add(html, "Next step", text.NextStep);
        if (!text.Links.IsEmpty) html.Append(Invariant($"<p>{string.Join(" · ", text.Links.Select(item => Anchor(item.Url, item.Name)))}</p>\n"));
        return html.Append(Invariant($"<p style=\"color:#57606a;font-size:12px\">{Encode(text.Reference)}</p>\n</body></html>\n")).ToString();
    }

    private static string Row(MessageFact fact) =>
        $"<tr><td style=\"padding:2px 12px 2px 0;color:#57606a\">{Encode(fact.Name)}</td>" +
        $"<td style=\"padding:2px 0\">{Encode(fact.Value)}</td></tr>\n";

    private static void Add(StringBuilder html, string name, string? text)
    {
        if (text is null) return;
        // Lines are encoded one by one: the encoder would make an entity of a line break.
        var lines = string.Join("<br>\n", text.Split('\n').Select(Encode));
        html.Append(Invariant($"<h2 style=\"font-size:15px;margin-bottom:0\">{Encode(name)}</h2>\n<p style=\"margin-top:4px\">{lines}</p>\n"));
    }

    private static string Anchor(string url, string name) => $"<a href=\"{Encode(url)}\">{Encode(name)}</a>";

    private static string Encode(string text) => Encoder.Encode(text);

    private static string ColorOf(NotificationContent content) => content switch
    {
        { Phase: IncidentPhase.Resolved } => "#1a7f37",
        { Phase: IncidentPhase.Acknowledged } => "#0969da",
        { Severity: Severity.Critical } => "#cf222e",
        { Severity: Severity.High } => "#bc4c00",
        { Severity: Severity.Warning } => "#bf8700",
        _ => "#0969da",
    };
}
