using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail;

/// <summary>The bodies that the alerts of an incident were read from, newest first.</summary>
public sealed record DeliveriesView(Incident Incident, ImmutableArray<ShownDelivery> Deliveries)
{
    internal static async Task<DeliveriesView> LoadAsync(ShownIncident shown) => new(
        shown.Incident,
        [
            .. (await shown.Queries.DeliveriesAsync(shown.Workspace, shown.Id)).Select(kept => new ShownDelivery(
                kept.At, TimelineWords.Of(new(kept.Type, kept.Actor, kept.At)), ShownNames.Actor(kept.Actor), IndentedJson.InLines(kept.Body))),
        ]);
}

/// <param name="At">When it was received.</param>
/// <param name="Did">What it did.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Body">Without secrets.</param>
public sealed record ShownDelivery(DateTimeOffset At, TimelineLine Did, string Sender, string Body);
