using System.Text.Json.Serialization;

namespace AiSre.Api.Platform;

/// <param name="Status"><c>ok</c> or <c>degraded</c>.</param>
/// <param name="Mode"><c>dev</c> when no keys are set, else <c>secured</c>.</param>
/// <param name="Checks">Each <c>ok</c>, <c>degraded</c>, <c>failed</c> or <c>not_configured</c>.</param>
/// <param name="Details">What there is to say about those that are not well; absent when there is nothing.</param>
public sealed record HealthResponse(
    string Status, string Mode, HealthCheckStates Checks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Details = null);

public sealed record HealthCheckStates(HealthState Ledger, HealthState Cluster, HealthState Alarms, HealthState Notifications);

/// <param name="Status"><c>ok</c>, <c>degraded</c> while the spool keeps what the ledger cannot, or <c>unavailable</c>.</param>
/// <param name="Details">What there is to say about it; absent when there is nothing.</param>
public sealed record LivenessResponse(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Details = null);
