namespace AiSre.Console.Definitions;

/// <summary>One line of a difference.</summary>
/// <param name="Before">Its number in the older text; null when it came.</param>
/// <param name="After">Its number in the newer text; null when it went.</param>
/// <param name="Text">Without its end.</param>
public sealed record DiffLine(int? Before, int? After, string Text)
{
    /// <summary>Stands for lines that are the same and are left out.</summary>
    public static readonly DiffLine Gap = new(null, null, "");

    public bool IsGap => Before is null && After is null;
    public bool Came => Before is null && After is not null;
    public bool Went => Before is not null && After is null;
}
