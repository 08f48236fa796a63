using System.Text.Json.Serialization;

namespace AiSre.Api.Workspaces;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateWorkspaceRequest))]
[JsonSerializable(typeof(ChangeWorkspaceRequest))]
[JsonSerializable(typeof(SuspendWorkspaceRequest))]
[JsonSerializable(typeof(WorkspaceListResponse))]
[JsonSerializable(typeof(WorkspaceResponse))]
[JsonSerializable(typeof(WorkspaceUsageResponse))]
[JsonSerializable(typeof(ImportedResponse))]
internal sealed partial class WorkspaceJsonContext : JsonSerializerContext;
