using System.Text.Json.Serialization;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>The answer of <c>POST /webhook</c>.</summary>
/// <param name="Ok">True: everything that <paramref name="Results"/> names is durable.</param>
/// <param name="IncidentId">The first incident that was created, else the first that was matched.</param>
/// <param name="Deduplicated">No incident was created for it.</param>
/// <param name="DedupStrategy">How it was recognised, null for a new incident.</param>
/// <param name="GroupId">The group that the incident belongs to.</param>
/// <param name="Action">What was done, one of the words of the results.</param>
/// <param name="Results">One for each alert, for payloads with several.</param>
/// <param name="Failed">How many alerts of the payload were unusable and are in the dead letters.</param>
/// <param name="Queued">True with 202: accepted and durable, but the store is away, so what becomes of it is decided when it is back.</param>
/// <param name="Recognised">False: no reader knows such a body, and the best text in it became the title; else absent.</param>
/// <param name="Warnings">What its sender should know of how it was read. Absent when there is nothing.</param>
public sealed record WebhookResponse(
    bool Ok, string? IncidentId, bool Deduplicated, string? DedupStrategy, string? GroupId, string? Action,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<AlertResult>? Results = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Failed = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Queued = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Recognised = null)
{
    public static WebhookResponse From(IngestOutcome outcome)
    {
        var results = outcome.Results;
        IReadOnlyList<string>? warnings = outcome.Warnings.IsDefaultOrEmpty ? null : outcome.Warnings;
        if (results.IsDefaultOrEmpty)
            return new(true, null, false, null, null, SignalActions.Ignored, null, outcome.Failed, Warnings: warnings);
        var primary = results.FirstOrDefault(result => result.Action == SignalActions.Created)
            ?? results.FirstOrDefault(result => result.IncidentId is not null) ?? results[0];
        return new(true, primary.IncidentId, primary.Deduplicated, primary.Strategy, primary.GroupId, primary.Action,
            results.Length == 1 && outcome.Failed == 0 ? null : [.. results.Select(AlertResult.From)], outcome.Failed, outcome.Queued > 0,
            warnings, outcome.Recognised ? null : false);
    }
}

public sealed record AlertResult(string? Fingerprint, string? IncidentId, bool Deduplicated, string? DedupStrategy, string? GroupId, string Action)
{
    public static AlertResult From(SignalResult result) =>
        new(result.Fingerprint, result.IncidentId, result.Deduplicated, result.Strategy, result.GroupId, result.Action);
}

/// <summary>The answer of <c>POST /webhook/pagerduty</c>.</summary>
/// <param name="ActionTaken">created, deduplicated, acknowledged, resolved, reopened, updated, noted, unchanged, ignored, or queued while the store
/// is away.</param>
public sealed record PagerDutyResponse(bool Ok, string? EventType, string? PdIncidentId, string? LocalIncidentId, string ActionTaken)
{
    public static PagerDutyResponse From(IngestOutcome outcome)
    {
        var signal = outcome.Delivery?.Signals is [var first, ..] ? first : null;
        var result = outcome.Results is [var made, ..] ? made : null;
        var action = result?.Action.StartsWith("ignored", StringComparison.Ordinal) is false ? result.Action : SignalActions.Ignored;
        return new(true, signal?.EventType, signal?.Identity, result?.IncidentId, action);
    }
}

/// <summary>The answer of Opsgenie's alert API: what a request comes to is decided behind it.</summary>
/// <param name="Took">Seconds.</param>
public sealed record OpsgenieResponse(string Result, double Took, [property: JsonPropertyName("requestId")] string RequestId);

public sealed record DeadLetterResponse(IReadOnlyList<DeadLetterItem> Entries, int Count);

/// <param name="Id">Number for a replay of this one alone; 0 while it waits in the spool.</param>
public sealed record DeadLetterItem(long Id, JsonElement Payload, string Source, string Error, DateTimeOffset Timestamp, string WorkspaceId);

/// <param name="Replayed">Processed now and removed.</param>
/// <param name="Failed">Still unusable; they stay, with their reasons in <paramref name="Errors"/>.</param>
public sealed record ReplayResponse(bool Ok, int Replayed, int Failed, IReadOnlyList<string> Errors);
