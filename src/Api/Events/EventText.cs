using System.Text;
using System.Text.Json.Serialization;
using AiSre.Api.Json;
using AiSre.Grains.Events;

namespace AiSre.Api.Events;

/// <summary>Events in the format of server-sent events. A line of <c>id</c> without data moves the client's position and tells it nothing.</summary>
internal sealed class EventText
{
    /// <summary>What a stream looks like.</summary>
    public const string Example = """
        retry: 2000
        id: 5-0-0-0

        id: 5-2a-1-19c8f0a3b00
        event: incident_acknowledged
        data: {"type":"incident_acknowledged","kind":"incident","incident_id":"inc-1aretp1enqa23","actor":"dana","at":"2026-03-01T12:00:00Z","workspace_id":"default"}


        """;

    private const string Incident = "incident";
    private static readonly JsonSerializerOptions Json = Shaped();
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

    private static JsonSerializerOptions Shaped()
    {
        var options = new JsonSerializerOptions();
        ApiJson.Configure(options, [EventsJsonContext.Default]);
        return options;
    }

    public void Event(FeedEvent e)
    {
        var isIncident = e.Kind == Incident;
        var data = new EventData(e.Type, e.Kind, isIncident ? e.Id : null, isIncident ? null : e.Id, e.Actor, e.At, e.Workspace);
        text.Append($"id: {e.Position}\nevent: {e.Type}\ndata: ").Append(JsonSerializer.Serialize(data, Json)).Append("\n\n");
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
