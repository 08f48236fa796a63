using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Silences;

/// <summary>What is found while one question about the past is answered.</summary>
/// <param name="matchers">What is asked for.</param>
/// <param name="windows">In which of them an incident must have stood; null: it need not.</param>
/// <param name="began">When the look began, a timestamp.</param>
internal sealed class PreviewLook(ImmutableArray<Matcher> matchers, ImmutableArray<SilenceWindow>? windows, long began)
{
    private readonly ImmutableArray<Incident>.Builder listed = ImmutableArray.CreateBuilder<Incident>();
    private readonly SeenLabels labels = new(matchers);
    private int matched, unresolved, lately;
    private long alerts;

    public long Began => began;

    /// <summary>When "lately" begins.</summary>
    public DateTimeOffset Since { get; init; }

    public int Examined { get; private set; }

    public bool IsCut { get; set; }

    public SilencePreview Preview => new()
    {
        Matched = matched, Alerts = alerts, Incidents = listed.ToImmutable(), Examined = Examined, Cut = IsCut, Windows = windows,
        Unseen = labels.Unseen(),
    };

    public SilenceReach Reach => new(unresolved, lately, IsCut, labels.Unseen());

    public void Examine(IncidentListItem item)
    {
        Examined++;
        labels.Add(item.Incident);
        if (!SilenceRules.Matches(matchers, item.Incident) || !StoodInWindow(item.Incident)) return;
        matched++;
        if (item.Incident.Phase is not IncidentPhase.Resolved) unresolved++;
        if (item.Incident.CreatedAt >= Since) lately++;
        alerts += item.Facts.Occurrences;
        if (listed.Count < SilencePreview.MaxListed) listed.Add(item.Incident);
    }

    /// <summary>A silence marks what opens while it is in force, and what is open when it begins.</summary>
    private bool StoodInWindow(Incident incident) => windows is not { } all || all.Any(window =>
        incident.CreatedAt < window.Until && !(incident.ResolvedAt <= window.From));
}
