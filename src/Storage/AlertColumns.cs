using AiSre.Domain.Alerts;

namespace AiSre.Storage;

/// <summary>How parts of an alert's row are stored, the same in every dialect. Null leaves a column as it is.</summary>
internal static class AlertColumns
{
    public static string? Transitions(FlappingState? state) =>
        state is null || state.Transitions.IsDefaultOrEmpty ? null : string.Join(',', state.Transitions.Select(at => at.ToUnixTimeMilliseconds()));

    public static int? Flag(FlappingState? state) => state is null ? null : state.Flapping ? 1 : 0;
}
