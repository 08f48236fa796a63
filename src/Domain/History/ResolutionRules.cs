using System.Text.Json;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.History;

/// <summary>How an incident ended where nobody wrote it down.</summary>
public static class ResolutionRules
{
    /// <summary>The last action that was seen to help, in a sentence; null when none was.</summary>
    public static string? OfActions(IEnumerable<TimelineEvent> timeline)
    {
        string? last = null;
        foreach (var e in timeline)
        {
            if (e.Type != EventTypes.ActionVerified) continue;
            using var payload = JsonDocument.Parse(e.Payload);
            var helped = payload.RootElement.TryGetProperty("verified", out var verified) && verified.ValueKind is JsonValueKind.True;
            if (helped && payload.RootElement.TryGetProperty("detail", out var said)) last = said.GetString() ?? last;
        }
        return last;
    }
}
