using System.Globalization;

namespace AiSre.Api.Json;

/// <summary>How instants look on the wire: UTC with <c>Z</c>, whole seconds. On input the zone may be missing, which means UTC.</summary>
public static class InstantText
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] Accepted =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd",
    ];

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, Accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}
