using System.Text.Json.Serialization;

namespace AiSre.Api.Actions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExecuteActionRequest))]
[JsonSerializable(typeof(ExecutedActionResponse))]
[JsonSerializable(typeof(DecideApprovalRequest))]
[JsonSerializable(typeof(ApprovalListResponse))]
[JsonSerializable(typeof(KillSwitchRequest))]
[JsonSerializable(typeof(KillSwitchResponse))]
[JsonSerializable(typeof(AuditListResponse))]
[JsonSerializable(typeof(AuditVerificationResponse))]
internal sealed partial class ActionJsonContext : JsonSerializerContext;
