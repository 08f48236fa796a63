using System.Text.Json.Serialization;

namespace AiSre.Api.Workflows;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExecuteWorkflowRequest))]
[JsonSerializable(typeof(ApproveRunRequest))]
[JsonSerializable(typeof(CancelRunRequest))]
[JsonSerializable(typeof(WorkflowListResponse))]
[JsonSerializable(typeof(RunListResponse))]
[JsonSerializable(typeof(RunResponse))]
internal sealed partial class WorkflowJsonContext : JsonSerializerContext;
