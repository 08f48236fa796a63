using System.Text.Json.Serialization;

namespace AiSre.Api.Incidents;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IncidentListResponse))]
[JsonSerializable(typeof(IncidentDetailResponse))]
[JsonSerializable(typeof(TimelineResponse))]
[JsonSerializable(typeof(DeliveriesResponse))]
[JsonSerializable(typeof(MetricsResponse))]
[JsonSerializable(typeof(GroupResponse))]
[JsonSerializable(typeof(ActionsResponse))]
[JsonSerializable(typeof(ActivityResponse))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(AcknowledgeRequest))]
[JsonSerializable(typeof(UnacknowledgeRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(ReopenRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(AssignRequest))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(UnmergeRequest))]
internal sealed partial class IncidentJsonContext : JsonSerializerContext;
