using AiSre.Domain.Alerts;
using CsCheck;

namespace AiSre.Domain.Tests.Alerts;

public class TitleSimilarityTests
{
    [Theory] // the table of docs/rules/alerts.md
    [InlineData("High CPU 91% on payments-api-7d8f9c6b5-x2k4m", "high cpu 97% on payments-api-7d8f9c6b5-zz9k1", DedupStrategy.ContentHash, 1, 1)]
    [InlineData(
        "Pod has restarted 5 times in the last 10 minutes", "Pod has restarted 7 times in the last 10 minutes", DedupStrategy.ContentHash, 1, 1)]
    [InlineData("Error from 10.1.2.3:8080 timeout", "Error from 10.9.2.3:8081 timeout", DedupStrategy.ContentHash, 1, 1)]
    [InlineData("Pod is crash looping", "Pod crash looping", DedupStrategy.TitleSimilarity, 0.75, 0.87)]
    [InlineData("Primary database down", "Primary database is down", DedupStrategy.TitleSimilarity, 0.75, 0.90)]
    [InlineData("High memory on payments-api", "High CPU on payments-api", null, 0.67, 0.76)]
    [InlineData("HTTP 5xx rate high", "HTTP 4xx rate high", null, 0.60, 0.84)]
    [InlineData("p99 latency above 200ms", "p50 latency above 200ms", null, 0.60, 0.83)]
    [InlineData("Replica lag high on db-1", "Replica lag high on db-2", null, 0.71, 0.92)]
    [InlineData("Disk usage on /var at 91%", "Disk usage on /data at 88%", null, 0.71, 0.80)]
    public void The_examples_of_the_rules_hold(string a, string b, string? strategy, double jaccard, double trigram)
    {
        var (first, second) = (Signals.Firing(a), Signals.Firing(b));
        var similarity = TitleSimilarity.Compare(Signals.FeaturesOf(first), Signals.FeaturesOf(second));
        Assert.Equal((jaccard, trigram), (Math.Round(similarity.Jaccard, 2), Math.Round(similarity.TrigramCosine, 2)));
        Assert.Equal(strategy, Signals.Decide(second, [Signals.Open(first, Signals.Noon)], Signals.Noon).Strategy);
        Assert.Equal(strategy, Signals.Decide(first, [Signals.Open(second, Signals.Noon)], Signals.Noon).Strategy);
    }

    [Fact]
    public void Another_failure_pattern_is_another_problem()
    {
        var (plain, oom) = (TitleFeatures.From("Pod api has died again", null), TitleFeatures.From("Pod api has died again", "exit code 137"));
        Assert.Equal(1, TitleSimilarity.Compare(plain, oom).Jaccard);
        Assert.Null(TitleSimilarity.SameMeaning(plain, oom, DedupOptions.Default));
    }

    [Fact]
    public void A_title_without_words_means_nothing() =>
        Assert.Null(TitleSimilarity.SameMeaning(TitleFeatures.From("!!", null), TitleFeatures.From("!!", null), DedupOptions.Default));

    [Fact]
    public void Thresholds_are_inclusive()
    {
        var (a, b) = (TitleFeatures.From("one two three", null), TitleFeatures.From("one two three four", null));
        Assert.NotNull(TitleSimilarity.SameMeaning(a, b, DedupOptions.Default with { S3Jaccard = 0.75, S3Trigram = 2 }));
        Assert.Null(TitleSimilarity.SameMeaning(a, b, DedupOptions.Default with { S3Jaccard = 0.76, S3Trigram = 2 }));
    }

    [Fact]
    public void It_is_symmetric() => Gen.Select(TitleNormalizerTests.AnyTitle, TitleNormalizerTests.AnyTitle).Sample((a, b) =>
    {
        var (first, second) = (TitleFeatures.From(a, null), TitleFeatures.From(b, null));
        Assert.Equal(TitleSimilarity.Compare(first, second), TitleSimilarity.Compare(second, first));
        Assert.InRange(TitleSimilarity.Compare(first, second).Jaccard, 0, 1);
        Assert.InRange(TitleSimilarity.Compare(first, second).TrigramCosine, 0, 1);
    }, iter: 500);

    [Fact]
    public void A_title_is_wholly_like_itself() => TitleNormalizerTests.AnyTitle.Sample(title =>
        Assert.Equal(new Similarity(1, 1), TitleSimilarity.Compare(TitleFeatures.From(title, null), TitleFeatures.From(title, null))), iter: 500);
}
