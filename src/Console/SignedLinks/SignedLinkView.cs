using System.Collections.Immutable;
using AiSre.Console.IncidentDetail;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;
using AiSre.Console.Requests;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Notifications;
using NodaTime;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.SignedLinks;

/// <summary>The incident as whoever has its link sees it: what a person needs who was woken by it, and nothing that has a page of its own.</summary>
/// <param name="Incident">What it is about.</param>
/// <param name="Person">In whose name the link acknowledges.</param>
/// <param name="Says">What became of the press, or of an earlier one; null: nothing has been pressed.</param>
/// <param name="Form">Null where there is nothing to acknowledge.</param>
/// <param name="Lines">The last of the timeline, newest first.</param>
/// <param name="Now">When it is shown.</param>
public sealed record SignedLinkView(
    Incident Incident, string Person, SignedLinkResult? Says, SignedLinkForm? Form, ImmutableArray<TimelineLine> Lines, DateTimeOffset Now)
{
    private const int ShownLines = 8;

    /// <summary>Nobody has told where the reader is, and there is no script that would.</summary>
    private static readonly ReaderLook Look = new(null, "comfortable", DateTimeZone.Utc);

    public string Title => SecretText.Redact(Incident.Title) ?? "";

    public string Service => ServiceScope.Of(Incident.Subject) ?? Incident.Source;

    public string Where => string.Join(", ", new[] { Incident.Subject.Namespace, Incident.Subject.Cluster }.OfType<string>());

    public string ConsoleLink => $"{ConsoleRoutes.Root}/{Incident.Workspace}/incidents/{Incident.Id}";

    public DateTimeOffset Since => Incident.StartsAt ?? Incident.CreatedAt;

    /// <summary>Who has it, else who was told of it.</summary>
    public Sentence Who => Incident.Phase switch
    {
        IncidentPhase.Acknowledged => Say($"{new Strong(Incident.AcknowledgedBy ?? "somebody")} has it"),
        IncidentPhase.Resolved => Say($"it is over"),
        _ => Say($"nobody has it yet; {NowAnswers.Told(Incident)}"),
    };

    internal static async Task<SignedLinkView> LoadAsync(LinkAnswer answer, string token, IGrainFactory grains, DateTimeOffset now)
    {
        var (incident, person) = (answer.Incident!, answer.Person!);
        var timeline = await grains.GetGrain<IIncidentQueries>(0).TimelineAsync(incident.Workspace, incident.Id);
        var mayAcknowledge = incident.Phase is IncidentPhase.Open && !answer.IsUsed;
        return new(
            incident, person, SignedLinkResult.Of(answer, now), mayAcknowledge ? new(incident.Id, token) : null,
            [.. TimelineView.Lines(timeline).TakeLast(ShownLines).Reverse()], now);
    }

    public string Clock(DateTimeOffset at) => Look.Brief(at, Now) + " UTC";
}

/// <param name="IncidentId">Where it is sent.</param>
/// <param name="Token">What proves that the reader may.</param>
public sealed record SignedLinkForm(string IncidentId, string Token);

/// <summary>What became of a press.</summary>
/// <param name="Tone">ok, busy or calm.</param>
/// <param name="Sentence">In words.</param>
public sealed record SignedLinkResult(string Tone, string Sentence)
{
    private const string Newer = "Take the link of the newest message, or sign in.";

    /// <summary>Null where nothing was pressed and nothing needs to be said.</summary>
    internal static SignedLinkResult? Of(LinkAnswer answer, DateTimeOffset now)
    {
        var incident = answer.Incident!;
        return (answer.Outcome, incident.Phase) switch
        {
            (LinkOutcome.Acknowledged, _) => new("ok", $"You have it now, as {answer.Person}. Nobody else is told."),
            (LinkOutcome.Unchanged, IncidentPhase.Acknowledged) => new("busy", $"Nothing was changed: {Has(incident, answer.Person!, now)}."),
            (LinkOutcome.Unchanged, IncidentPhase.Resolved) => new("calm", "Nothing was changed: it is over."),
            (LinkOutcome.Unchanged, _) => new("warn", $"Nothing was changed: this link has acknowledged it once, and it was given back. {Newer}"),
            (_, IncidentPhase.Open) when answer.IsUsed => new("warn", $"This link has acknowledged it once, and it was given back. {Newer}"),
            _ => null,
        };
    }

    private static string Has(Incident incident, string person, DateTimeOffset now)
    {
        var who = incident.AcknowledgedBy == person ? "you have" : $"{incident.AcknowledgedBy ?? "somebody"} has";
        return incident.AcknowledgedAt is { } at ? $"{who} acknowledged it {SpanText.Of(now - at)} ago" : $"{who} acknowledged it";
    }
}
