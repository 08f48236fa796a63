using System.Text;
using System.Text.Json.Serialization;
using AiSre.Api.Json;
using AiSre.Grains.Events;

namespace AiSre.Api.Events;

/// <summary>Events in the format of server-sent events. A line of <c>id</c> without data moves the client's position and tells it nothing.</summary>
internal sealed class EventText
{
    private const string Incident = "incident";
    private readonly StringBuilder text = new();

    public bool IsEmpty => text.Length == 0;

    public string Take()
    {
        var taken = text.ToString();
        text.Clear();
        return taken;
    }

    public void Begin(TimeSpan retry, string position) => text.Append(Invariant($"retry: {retry.TotalMilliseconds:0}\nid: {position}\n\n"));

    public void Heartbeat(string position) => text.Append($": heartbeat\nid: {position}\n\n");

    public void Reset(string position) => text.Append($"id: {position}\nevent: reset\ndata: {{\"type\":\"reset\"}}\n\n");

    public void Event(FeedEvent e)
    {
        var isIncident = e.Kind == Incident;
        var data = new EventData(e.Type, e.Kind, isIncident ? e.Id : null, isIncident ? null : e.Id, e.Actor, e.At, e.Workspace);
        text.Append($"id: {e.Position}\nevent: {e.Type}\ndata: ").Append(JsonSerializer.Serialize(data, ApiJson.Options)).Append("\n\n");
    }
}

/// <summary>The <c>data</c> of an event.</summary>
/// <param name="Type">As in <c>event</c>.</param>
/// <param name="Kind">What has changed.</param>
/// <param name="IncidentId">Which incident.</param>
/// <param name="Id">Which thing of another kind.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="WorkspaceId">Where.</param>
internal sealed record EventData(
    string Type,
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IncidentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Actor,
    DateTimeOffset At,
    string WorkspaceId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EventData))]
internal sealed partial class EventsJsonContext : JsonSerializerContext;
