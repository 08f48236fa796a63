namespace AiSre.Api.Console;

/// <summary>What has changed since the word before.</summary>
/// <param name="Number">Counted by this process.</param>
/// <param name="Changes"><c>kind:id</c>, parted by spaces.</param>
/// <param name="Position">In the feed; null before anything was read.</param>
internal sealed record LiveChange(long Number, string Changes, string? Position)
{
    /// <summary>Whatever is shown may be old.</summary>
    public const string Everything = "*";

    public const string Nothing = "";
}
