using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Email;

/// <summary>The part that every client shows, and telephones read out.</summary>
internal static class EmailText
{
    public static string Of(MessageText text)
    {
        var lines = new List<string> { text.Headline, "" };
        if (text.Lead.Length > 0) lines.Add(text.Lead);
        if (text.Late is { } late) lines.Add(late);
        if (text.Link is { } link) lines.Add(link);
        if (text.SignedLink is { } signed) lines.AddRange(["", $"{MessageText.SignedLinkName}:", signed]);
        lines.Add("");
        lines.AddRange(text.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));
        Add(lines, "Most urgent", text.Titles.IsEmpty ? null : string.Join('\n', text.Titles.Select(title => $"- {title}")));
        Add(lines, "Details", text.Summary);
        Add(lines, "Likely cause", text.LikelyCause);
        Add(lines, "Next step", text.NextStep);
        Add(lines, "Links", text.Links.IsEmpty ? null : string.Join('\n', text.Links.Select(item => $"{item.Name}: {item.Url}")));
        // Two dashes and a blank begin a signature.
        lines.AddRange(["", "-- ", text.Reference]);
        return string.Join('\n', lines);
    }

    private static void Add(List<string> lines, string name, string? text)
    {
        if (text is not null) lines.AddRange(["", $"{name}:", text]);
    }
}
