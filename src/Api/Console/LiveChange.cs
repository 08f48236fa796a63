namespace AiSre.Api.Console;

/// <summary>What has changed since the word before.</summary>
/// <param name="Number">Counted by this process.</param>
/// <param name="Changes"><c>kind:id</c>, parted by spaces.</param>
/// <param name="Position">In the feed; null before anything was read.</param>
/// <param name="At">When it was heard of, which is after it has happened.</param>
internal sealed record LiveChange(long Number, string Changes, string? Position, DateTimeOffset At)
{
    /// <summary>Whatever is shown may be old.</summary>
    public const string Everything = "*";

    public const string Nothing = "";
}
