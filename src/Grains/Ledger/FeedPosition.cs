using System.Globalization;

namespace AiSre.Grains.Ledger;

/// <summary>A place between two changes of the feed: where a reader goes on. As text it is opaque to all who only hand it back.</summary>
/// <param name="Transaction">The database's number of the transaction; 0 where there is one writer.</param>
/// <param name="Seq">The row.</param>
/// <param name="Index">How many of the row's changes lie before this place.</param>
/// <param name="At">When what lies before it was written, Unix milliseconds: says whether what follows is still there. Not part of the order.</param>
public readonly record struct FeedPosition(long Transaction, long Seq, int Index, long At)
{
    /// <summary>Null when it is none of ours.</summary>
    public static FeedPosition? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 4 && Number(parts[0]) is { } transaction && Number(parts[1]) is { } seq
            && Number(parts[2]) is { } index and <= int.MaxValue && Number(parts[3]) is { } at
            ? new FeedPosition(transaction, seq, (int)index, at)
            : null;
    }

    /// <summary>The latest of several, with spaces between them; null when there is none, or one of them is none of ours.</summary>
    public static FeedPosition? Latest(string? texts)
    {
        FeedPosition? latest = null;
        foreach (var text in (texts ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(text) is not { } place) return null;
            if (latest is null || place.IsAfter(latest.Value)) latest = place;
        }
        return latest;
    }

    public bool IsAfter(FeedPosition other) => (Transaction, Seq, Index).CompareTo((other.Transaction, other.Seq, other.Index)) > 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction:x}-{Seq:x}-{Index:x}-{At:x}");

    private static long? Number(string hex) =>
        long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
}
