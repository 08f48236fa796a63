using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Workflows.Runbooks;

/// <summary>A resolved incident, as far as it teaches anything.</summary>
public sealed record PastIncident(string Id, ImmutableArray<PastRemedy> Actions)
{
    /// <summary>With what its timeline tells of actions: that one was accepted by a cluster does not say that it helped.</summary>
    public static PastIncident Of(string id, IEnumerable<TimelineEvent> timeline)
    {
        var (done, helped) = (new List<(string Id, string Action)>(), new HashSet<string>());
        foreach (var said in timeline.Where(said => said.Type is EventTypes.ActionExecuted or EventTypes.ActionVerified))
        {
            using var payload = JsonDocument.Parse(said.Payload);
            var (actionId, action) = (Text(payload, "action_id"), Text(payload, "action"));
            if (actionId is null || action is null) continue;
            if (said.Type is EventTypes.ActionExecuted && Text(payload, "status") is not "noop") done.Add((actionId, action));
            if (payload.RootElement.TryGetProperty("verified", out var verified) && verified.ValueKind is JsonValueKind.True) helped.Add(actionId);
        }
        return new(id, [.. done.Select(one => new PastRemedy(one.Action, helped.Contains(one.Id)))]);
    }

    private static string? Text(JsonDocument payload, string name) =>
        payload.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <param name="Action">Such as <c>restart_pod</c>.</param>
/// <param name="Helped">It was carried out, and verified to have helped.</param>
public sealed record PastRemedy(string Action, bool Helped);
