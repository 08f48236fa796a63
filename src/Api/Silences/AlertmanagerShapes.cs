using System.Text.Json.Serialization;
using AiSre.Domain.Silences;

namespace AiSre.Api.Silences;

/// <summary>Alertmanager's <c>postableSilence</c>.</summary>
/// <param name="Matchers">All must match.</param>
/// <param name="StartsAt">Now when absent.</param>
/// <param name="EndsAt">At most 366 days later.</param>
/// <param name="CreatedBy">The key's name when absent.</param>
/// <param name="Comment">At most 2,000 characters.</param>
/// <param name="Id">The silence that this one takes the place of; none makes a new one.</param>
public sealed record AlertmanagerSilence(
    IReadOnlyList<AlertmanagerMatcher> Matchers, [property: JsonPropertyName("startsAt")] DateTimeOffset? StartsAt,
    [property: JsonPropertyName("endsAt")] DateTimeOffset EndsAt, [property: JsonPropertyName("createdBy")] string? CreatedBy, string? Comment,
    string? Id = null);

/// <summary>Alertmanager's <c>gettableSilence</c>, with what is ours beside it.</summary>
/// <param name="StartsAt">Of one with a schedule: of the window that is open, or else the next.</param>
/// <param name="EndsAt">As <paramref name="StartsAt"/>.</param>
public sealed record GettableSilence(
    string Id, SilenceStatus Status,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt, [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt,
    [property: JsonPropertyName("endsAt")] DateTimeOffset EndsAt, [property: JsonPropertyName("createdBy")] string CreatedBy, string Comment,
    IReadOnlyList<AlertmanagerMatcher> Matchers, bool Maintenance)
{
    public static GettableSilence From(Silence silence, DateTimeOffset now)
    {
        var window = silence.Schedule is null ? null : SilenceRules.CurrentOrNext(silence, now);
        return new(
            silence.Id, new(SilenceRules.StateOf(silence, now).ToString().ToLowerInvariant()), silence.UpdatedAt, window?.From ?? silence.StartsAt,
            // One whose last window is over has no other end.
            window?.Until ?? silence.EndsAt ?? silence.UpdatedAt, silence.Author, silence.Comment,
            [.. silence.Matchers.Select(matcher => new AlertmanagerMatcher(matcher.Name, matcher.Value, matcher.IsRegex, matcher.IsEqual))],
            silence.Maintenance);
    }
}

public sealed record SilenceStatus(string State);

/// <param name="IsRegex">The value is a regular expression.</param>
/// <param name="IsEqual">False: it must not match.</param>
public sealed record AlertmanagerMatcher(
    string Name, string Value, [property: JsonPropertyName("isRegex")] bool IsRegex, [property: JsonPropertyName("isEqual")] bool IsEqual = true);

public sealed record PutSilence([property: JsonPropertyName("silenceID")] string SilenceId);
