using System.Collections.Immutable;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Integrations.Messages;

/// <summary>
/// What a message says, in plain words and in the order of reading. Channels escape it and lay it out, and while it is too much for them they
/// take the <see cref="Shorter"/> one.
/// </summary>
public sealed record MessageText
{
    public const int TitleLength = 150;

    /// <summary>What the signed link is called. Whoever presses it sees the incident first.</summary>
    public const string SignedLinkName = "Acknowledge without signing in";

    /// <summary>How bad, what and where.</summary>
    public required string Headline { get; init; }

    /// <summary>What has just happened.</summary>
    public required string Lead { get; init; }

    /// <summary>How late, when it is.</summary>
    public string? Late { get; init; }

    /// <summary>Where, since when, who is on it; ten at most.</summary>
    public required ImmutableArray<MessageFact> Facts { get; init; }

    /// <summary>What the alert said, or how it ended.</summary>
    public string? Summary { get; init; }

    public string? LikelyCause { get; init; }
    public string? NextStep { get; init; }

    /// <summary>Of a digest.</summary>
    public ImmutableArray<string> Titles { get; init; } = [];

    /// <summary>The sender's, http and https only.</summary>
    public ImmutableArray<AlertLink> Links { get; init; } = [];

    /// <summary>The incident, or those of a digest, in the console.</summary>
    public string? Link { get; init; }

    public required string LinkName { get; init; }

    /// <summary>By which the one person who reads this acknowledges without signing in.</summary>
    public string? SignedLink { get; init; }

    /// <summary>Incident and group, for those who search.</summary>
    public required string Reference { get; init; }

    /// <param name="content">What is told.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="signedLink">Only for a message that one person reads.</param>
    public static MessageText Of(NotificationContent content, DateTimeOffset now, string? signedLink = null) => new()
    {
        Headline = Messages.Headline.Of(content, TitleLength - 3),
        Lead = Messages.Lead.Of(content),
        Late = Messages.Lead.Late(content, now),
        Facts = MessageFacts.Of(content),
        Summary = Paragraph(content.Summary, 2_900),
        LikelyCause = Paragraph(content.LikelyCause, 1_000) is { } cause ? cause + Sure(content.Confidence) : null,
        NextStep = Paragraph(content.NextStep, 1_000),
        Titles = content.Digest is { } digest
            ? [.. digest.Titles.Take(10).Select(title => PlainText.Cut(PlainText.OneLine(title), TitleLength))]
            : [],
        Links = content.Phase is IncidentPhase.Resolved || content.Links.IsDefault
            ? []
            : [.. content.Links.Where(link => IsWeb(link.Url)).Take(5).Select(Named)],
        Link = IsWeb(content.Link) ? content.Link : null,
        SignedLink = IsWeb(signedLink) ? signedLink : null,
        LinkName = content.Digest is null ? "Open the incident" : "Open the incidents",
        Reference = string.Join(
            " · ", new[] { content.IncidentId, content.GroupId, content.Workspace is DefaultWorkspace.Id ? null : content.Workspace, "AI-SRE" }
            .Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => PlainText.Cut(PlainText.OneLine(part!), 80))),
    };

    /// <summary>
    /// With less in it, or null when there is nothing left to leave out: what the alert said goes first, then its links, then the thoughts about it.
    /// </summary>
    public MessageText? Shorter() => this switch
    {
        { Summary.Length: > 300 } => this with { Summary = PlainText.Cut(Summary, Summary.Length / 2) },
        { Summary: not null } => this with { Summary = null },
        { Links.IsEmpty: false } => this with { Links = [] },
        { Titles.Length: > 3 } => this with { Titles = Titles[..3] },
        { LikelyCause.Length: > 200 } => this with { LikelyCause = PlainText.Cut(LikelyCause, LikelyCause.Length / 2) },
        { NextStep.Length: > 200 } => this with { NextStep = PlainText.Cut(NextStep, NextStep.Length / 2) },
        { Titles.IsEmpty: false } => this with { Titles = [] },
        { LikelyCause: not null } or { NextStep: not null } => this with { LikelyCause = null, NextStep = null },
        { Link: not null } => this with { Link = null },
        { SignedLink: not null } => this with { SignedLink = null },
        { Facts.IsEmpty: false } => this with { Facts = [] },
        _ => null,
    };

    /// <summary>The longest that fits.</summary>
    public static T Fit<T>(MessageText text, Func<MessageText, T> render, Func<T, bool> fits)
    {
        while (true)
        {
            var rendered = render(text);
            if (fits(rendered) || text.Shorter() is not { } shorter) return rendered;
            text = shorter;
        }
    }

    private static AlertLink Named(AlertLink link) =>
        link with { Name = PlainText.OneLine(link.Name) is { Length: > 0 } name ? PlainText.Cut(name, 60) : "link" };

    private static bool IsWeb(string? url) =>
        url is { Length: <= 2_000 } && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    private static string? Paragraph(string? text, int limit) => string.IsNullOrWhiteSpace(text) ? null : PlainText.Cut(PlainText.Lines(text), limit);

    private static string Sure(double? confidence) => confidence is { } share and >= 0 and <= 1 ? Invariant($" ({share * 100:0} % sure)") : "";
}
