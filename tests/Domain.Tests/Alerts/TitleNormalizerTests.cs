using AiSre.Domain.Alerts;
using CsCheck;

namespace AiSre.Domain.Tests.Alerts;

public class TitleNormalizerTests
{
    [Theory]
    [InlineData("High CPU 91% on payments-api-7d8f9c6b5-x2k4m", "high cpu <*>% on payments-api-<*>")]
    [InlineData("Pod has restarted 5 times in the last 10 minutes", "pod has restarted <*> times in the last <*> minutes")]
    [InlineData("Error from 10.1.2.3:8080 timeout", "error from <*> timeout")]
    [InlineData("Error from 10.1.2.3.", "error from <*>.")]
    [InlineData("Request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 failed", "request <*> failed")]
    [InlineData("Backup of 2025-01-15T10:30:00.123Z is late", "backup of <*> is late")]
    [InlineData("Backup of 2025-01-15 10:30:00+01:00 is late", "backup of <*> is late")]
    [InlineData("Backup of 2025-01-15 is late", "backup of <*> is late")]
    [InlineData("Commit deadbeef42 broke the build", "commit <*> broke the build")]
    [InlineData("deadbeefs and 12345678", "deadbeefs and <*>")]
    [InlineData("Load 3.75 (limit 2)", "load <*> (limit <*>)")]
    [InlineData("  Disk \t full\u00a0now ", "disk full now")]
    [InlineData("ＨＴＴＰ ５ｘｘ", "http 5xx")]
    [InlineData("con\uFB01g lost", "config lost")]
    [InlineData("", "")]
    public void What_differs_from_one_firing_to_the_next_is_masked(string title, string expected) =>
        Assert.Equal(expected, TitleNormalizer.Normalize(title));

    [Theory]
    [InlineData("http 5xx rate high")]
    [InlineData("p99 latency above 200ms")]
    [InlineData("replica lag high on db-1")]
    [InlineData("release v1.2.3 failed")]
    [InlineData("disk /dev/sda1 full")]
    [InlineData("path /data/12 full")]
    [InlineData("feedface is a word of eight letters")]
    public void Digits_that_are_glued_to_a_word_stay(string title) => Assert.Equal(title, TitleNormalizer.Normalize(title));

    [Fact]
    public void Words_with_the_lengths_of_a_pod_suffix_stay() =>
        Assert.Equal("payments-checkout-redis down", TitleNormalizer.Normalize("payments-checkout-redis down"));

    [Fact]
    public void A_generated_suffix_without_digits_is_masked() =>
        Assert.Equal("payments-api-<*> down", TitleNormalizer.Normalize("payments-api-bcdfghjkl-mnpqr down"));

    [Fact]
    public void A_title_with_nothing_to_mask_is_not_copied()
    {
        const string title = "primary database down";
        Assert.Same(title, TitleNormalizer.Normalize(title));
    }

    [Fact]
    public void A_lone_surrogate_does_no_harm() => Assert.Equal("a\ud800 <*>", TitleNormalizer.Normalize("A\ud800 7"));

    [Theory]
    [InlineData("1")]
    [InlineData("a1")]
    [InlineData("1.")]
    [InlineData("1-")]
    [InlineData("-abcdefg1")]
    [InlineData("12345678-1234-")]
    [InlineData(" 1")]
    public void Hostile_titles_take_linear_time(string part)
    {
        // So long that what takes the square of it would not come to an end.
        var title = string.Concat(Enumerable.Repeat(part, 500_000 / part.Length)) + "!";
        Assert.EndsWith("!", TitleNormalizer.Normalize(title), StringComparison.Ordinal);
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => AnyTitle.Sample(
        title => Assert.Equal(TitleNormalizer.Normalize(title), TitleNormalizer.Normalize(TitleNormalizer.Normalize(title))), iter: 10_000);

    /// <summary>Titles made of the pieces that the masks look for, put together with and without separators.</summary>
    internal static readonly Gen<string> AnyTitle = Gen.OneOf(
        Gen.String,
        Gen.OneOfConst(
            "High", "cpu", "on", " ", "  ", "-", ".", "/", ":", "_", "%", "T", "Z", "é", "\u0130", "\u00a0", "１", "<*>", "7", "42", "3.5", "5xx",
                "p99", "db-1", "10.1.2.3", ":8080",
            "-7d8f9c6b5-x2k4m", "-checkout-redis", "-bcdfghjkl-mnpqr", "deadbeef1", "2025-01-15", "T10:30:00Z",
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "a", "J\u030c")
            .Array[0, 12].Select(parts => string.Concat(parts)));
}
