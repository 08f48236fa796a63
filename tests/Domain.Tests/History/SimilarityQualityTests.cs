using AiSre.Domain.History;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.History;

/// <summary>
/// How well the similar incidents are found: each incident asks for those before it. Gates hold for the half of the causes on which it was tried
/// which words to leave out, and for the half on which nothing was.
/// </summary>
public class SimilarityQualityTests
{
    private const int Shown = 5;

    private static readonly IReadOnlyList<Asked> Answers = [.. Ask()];

    [Fact]
    public void The_set_is_large_enough_and_hard_enough()
    {
        Assert.True(SimilaritySet.All.Count >= 200 && SimilaritySet.Causes >= 25);
        // Other causes of the same service, and the same cause in other services.
        Assert.All(SimilaritySet.All, known => Assert.Contains(
            SimilaritySet.All, other => other.Cause == known.Cause && other.Incident.Subject.Service != known.Incident.Subject.Service));
        var shared = SimilaritySet.All.GroupBy(known => known.Incident.Subject.Service)
            .Count(same => same.DistinctBy(known => known.Cause).Count() > 1);
        Assert.True(shared >= 20, $"{shared}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_same_cause_is_found_among_the_first_five(int half)
    {
        var asked = Answers.Where(answer => answer.Cause % 2 == half).ToList();
        var (recall, rank, gain) = (asked.Average(a => a.Recall), asked.Average(a => a.ReciprocalRank), asked.Average(a => a.Gain));
        Assert.True(recall >= 0.85 && rank >= 0.75, FormattableString.Invariant($"recall {recall:0.000}, MRR {rank:0.000}, nDCG {gain:0.000}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_what_is_shown_nine_of_ten_are_of_the_same_cause(int half)
    {
        var shown = Answers.Where(answer => answer.Cause % 2 == half).SelectMany(answer => answer.Above).ToList();
        var wrong = shown.Count(same => !same) / (double)shown.Count;
        Assert.True(wrong <= 0.10, FormattableString.Invariant($"{wrong:0.000} of {shown.Count}"));
    }

    [Fact]
    public void It_is_better_than_the_newest_of_the_same_service_and_not_by_chance()
    {
        var better = Answers.Select(answer => answer.ReciprocalRank - answer.OfNewest).ToArray();
        var random = new Random(1);
        var means = Enumerable.Range(0, 1_000)
            .Select(_ => Enumerable.Range(0, better.Length).Average(_ => better[random.Next(better.Length)])).Order().ToList();
        Assert.True(better.Average() >= 0.10 && means[25] > 0, FormattableString.Invariant($"{better.Average():0.000}, from {means[25]:0.000}"));
    }

    private static IEnumerable<Asked> Ask()
    {
        var book = new HistoryBook(1_000);
        var before = new List<(Incident Incident, int Cause)>();
        foreach (var (incident, cause) in SimilaritySet.All)
        {
            var past = RememberedIncident.Of(incident, before.Count, null, 0);
            var terms = SimilarityTerms.Of(incident, past.Pattern);
            var same = before.Where(known => known.Cause == cause).Select(known => known.Incident.Id).ToHashSet();
            var ranked = book.Similar(past, terms, Shown, threshold: 0).Select(one => same.Contains(one.Incident.Id)).ToList();
            var shown = ranked.Take(book.Similar(past, terms, Shown).Count).ToList();
            var newest = before.Where(known => known.Incident.Subject.Service == incident.Subject.Service).Reverse()
                .Select(known => known.Cause == cause).ToList();
            if (same.Count > 0) yield return new(cause, ranked, shown, same.Count, Reciprocal(newest));
            before.Add((incident, cause));
            book.Put(past, terms);
        }
    }

    private static double Reciprocal(List<bool> found) => found.IndexOf(true) is var at && at < 0 ? 0 : 1.0 / (at + 1);

    private sealed record Asked(int Cause, List<bool> IsSame, List<bool> Above, int Known, double OfNewest)
    {
        public double Recall => IsSame.Count(same => same) / (double)Math.Min(Shown, Known);

        public double ReciprocalRank => Reciprocal(IsSame);

        public double Gain => IsSame.Select((same, at) => same ? Discount(at) : 0).Sum() / Enumerable.Range(0, Math.Min(Shown, Known)).Sum(Discount);

        private static double Discount(int at) => 1 / Math.Log2(at + 2);
    }
}
