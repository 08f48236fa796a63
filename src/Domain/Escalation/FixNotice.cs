using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>What was done for an incident has not helped, nobody can tell whether it has, or nothing more will be done by itself.</summary>
/// <param name="Key">Said twice under one key it is said once.</param>
/// <param name="Text">For people.</param>
/// <param name="By">Who did it.</param>
/// <param name="IsNoted">The timeline does not say it by itself.</param>
[GenerateSerializer, Immutable, Alias("aisre.fix-notice")]
public sealed record FixNotice(
    [property: Id(0)] string Key, [property: Id(1)] string Text, [property: Id(2)] string By, [property: Id(3)] bool IsNoted = false)
{
    [Id(5)] public NotificationKind Kind { get; init; } = NotificationKind.FixFailed;
}
