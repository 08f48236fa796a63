using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail;

/// <summary>The bodies that the alerts of an incident were read from, newest first.</summary>
public sealed record DeliveriesView(Incident Incident, ImmutableArray<ShownDelivery> Deliveries)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static async Task<DeliveriesView> LoadAsync(ShownIncident shown) => new(
        shown.Incident,
        [
            .. (await shown.Queries.DeliveriesAsync(shown.Workspace, shown.Id)).Select(kept => new ShownDelivery(
                kept.At, TimelineWords.Of(new(kept.Type, kept.Actor, kept.At)), ShownNames.Actor(kept.Actor), Pretty(kept.Body))),
        ]);

    /// <summary>As it is where it is no JSON, or was cut because it is too long.</summary>
    private static string Pretty(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(document.RootElement, Readable);
        }
        catch (JsonException)
        {
            return body;
        }
    }
}

/// <param name="At">When it was received.</param>
/// <param name="Did">What it did.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Body">Without secrets.</param>
public sealed record ShownDelivery(DateTimeOffset At, TimelineLine Did, string Sender, string Body);
