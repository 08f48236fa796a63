using AiSre.Domain.Alerts;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using CsCheck;
using static AiSre.Domain.Tests.History.RememberedIncidents;

namespace AiSre.Domain.Tests.History;

public class SimilarityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly HistoryBook book = new(100);
    private int count;

    private static (RememberedIncident, IReadOnlyDictionary<string, int>) Remembered(Incident incident, int row, string? parent = null)
    {
        var past = RememberedIncident.Of(incident, row, parent, 0);
        return (past, SimilarityTerms.Of(incident, past.Pattern));
    }

    private static Incident Incident(string id, string title, string service = "cart") => new()
    {
        Id = id, Workspace = "w", Title = title, Source = "s", Severity = Severity.High, CreatedAt = Noon, Subject = new() { Service = service },
    };

    private Incident Put(string id, string title, string service = "cart", string? parent = null, Func<Incident, Incident>? change = null)
    {
        var incident = (change ?? (it => it))(Incident(id, title, service) with { CreatedAt = Noon.AddMinutes(++count) });
        var (past, terms) = Remembered(incident, count, parent);
        book.Put(past, terms);
        return incident;
    }

    private string[] Like(Incident incident, int limit = 10)
    {
        var past = book.Find(incident.Id) ?? RememberedIncident.Of(incident, 0, null, 0);
        return [.. book.Similar(past, SimilarityTerms.Of(incident, past.Pattern), limit).Select(one => one.Incident.Id)];
    }

    [Theory]
    [InlineData(1.0, "payments-api", "oomkilled", "prod", "HighUse", Severity.High, 1.0)]
    [InlineData(0.0, "payments-api", "oomkilled", "prod", "HighUse", Severity.High, 0.45)]
    [InlineData(1.0, "other", "dns", "test", "Other", Severity.Info, 0.55)]
    [InlineData(0.0, "payments-api", "dns", "test", "Other", Severity.Info, 0.18)]
    [InlineData(0.0, "other", "oomkilled", "test", "Other", Severity.Info, 0.135)]
    [InlineData(0.0, "other", "dns", "prod", "Other", Severity.Info, 0.0675)]
    [InlineData(0.0, "other", "dns", "test", "HighUse", Severity.Info, 0.045)]
    [InlineData(0.0, "other", "dns", "test", "Other", Severity.High, 0.0225)]
    public void Words_and_structure_make_the_score(
        double words, string service, string pattern, string place, string name, Severity severity, double score)
    {
        var one = Of(1) with { Namespace = "prod" };
        var other = Of(2, pattern, service) with { Namespace = place, AlertName = name, Severity = severity };
        Assert.Equal(score, SimilarityRules.Score(words, one, other), 6);
        Assert.Equal(score, SimilarityRules.Score(words, other, one), 6);
    }

    [Fact]
    public void What_is_unknown_is_not_shared()
    {
        var one = Of(1, FailurePatterns.Unknown, null) with { AlertName = "a", Severity = Severity.Info };
        Assert.Equal(0, SimilarityRules.Score(0, one, Of(2, FailurePatterns.Unknown, null)));
    }

    [Fact]
    public void An_incident_is_like_neither_itself_nor_its_group()
    {
        Put("parent", "OOMKilled on cart");
        var child = Put("child", "OOMKilled on cart", parent: "parent");
        Put("sister", "OOMKilled on cart", parent: "parent");
        Put("stranger", "OOMKilled on cart");
        Assert.Equal(["stranger"], Like(child));
    }

    [Fact]
    public void Of_equals_the_resolved_one_comes_first_and_then_the_newest()
    {
        var asked = Put("asked", "OOMKilled on cart");
        Put("old", "OOMKilled on cart", change: it => it with { Phase = IncidentPhase.Resolved, ResolvedAt = Noon });
        Put("new", "OOMKilled on cart");
        Put("newer", "OOMKilled on cart");
        Assert.Equal(["old", "newer", "new"], Like(asked));
        Assert.Equal(["old"], Like(asked, 1));
    }

    [Fact]
    public void What_has_little_in_common_is_not_shown()
    {
        var asked = Put("asked", "OOMKilled on cart");
        Put("other", "Certificate expires soon", "gateway");
        Put("same service", "Certificate of the shop expires soon");
        Assert.Empty(Like(asked));
    }

    [Fact]
    public void Numbers_and_ids_make_no_difference()
    {
        var one = SimilarityTerms.Of(Incident("a", "Disk 91% full on pg-7f9c4d8b65-x2k9q", "pg"), "disk_pressure");
        var other = SimilarityTerms.Of(Incident("b", "Disk 93% full on pg-5d8b7c6f99-k4n2m", "pg"), "disk_pressure");
        Assert.Equal(one.OrderBy(term => term.Key, StringComparer.Ordinal), other.OrderBy(term => term.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_changed_title_is_found_by_its_new_words_only()
    {
        var asked = Put("asked", "Broken telescope lens");
        Put("b", "Broken telescope lens", "b");
        Assert.Equal(["b"], Like(asked));
        Put("b", "Something else entirely", "b");
        Assert.Empty(Like(asked));
    }

    [Fact]
    public void The_oldest_are_forgotten_beyond_the_bound()
    {
        foreach (var i in Enumerable.Range(0, 250)) Put(FormattableString.Invariant($"i{i}"), "OOMKilled on cart");
        Assert.Equal(100, book.InOrder.Count);
        Assert.Equal("i150", book.InOrder[0].Id);
        Assert.Null(book.Find("i149"));
        Assert.All(Like(Incident("x", "OOMKilled on cart"), 50), id => Assert.NotNull(book.Find(id)));
    }

    [Fact]
    public void An_older_one_than_all_that_are_known_does_not_push_a_newer_one_out()
    {
        foreach (var i in Enumerable.Range(0, 100)) Put(FormattableString.Invariant($"i{i}"), "OOMKilled on cart");
        var (past, terms) = Remembered(Incident("ancient", "OOMKilled on cart") with { CreatedAt = Noon.AddDays(-9) }, 0);
        book.Put(past, terms);
        Assert.Equal((100, "i0"), (book.InOrder.Count, book.InOrder[0].Id));
    }

    [Fact]
    public void One_that_is_said_to_be_born_at_another_time_takes_its_new_place()
    {
        foreach (var i in Enumerable.Range(0, 3)) Put(FormattableString.Invariant($"i{i}"), "OOMKilled on cart");
        var (past, terms) = Remembered(Incident("i2", "OOMKilled on cart") with { CreatedAt = Noon }, 3);
        book.Put(past, terms);
        Assert.Equal(["i2", "i0", "i1"], book.InOrder.Select(incident => incident.Id));
    }

    [Fact]
    public void Whatever_was_changed_and_forgotten_the_answer_is_that_of_an_index_made_at_once() =>
        Gen.Int[0, 5_000].Array[1, 60].Sample(numbers =>
        {
            string[] titles = ["OOMKilled on cart", "DNS fails in cart", "Disk is full", "Queue backlog grows", "Pool exhausted", "p99 is high"];
            var (changed, fresh) = (new SimilarityIndex(), new SimilarityIndex());
            var last = new Dictionary<string, (RememberedIncident, IReadOnlyDictionary<string, int>)>();
            foreach (var (i, number) in numbers.Index())
            {
                var id = FormattableString.Invariant($"i{number % 20}");
                if (number % 7 == 0)
                {
                    changed.Remove(id);
                    last.Remove(id);
                    continue;
                }
                var put = Remembered(Incident(id, titles[number % titles.Length]) with { CreatedAt = Noon.AddMinutes(number % 20) }, number % 20);
                changed.Put(put.Item1, put.Item2);
                last[id] = put;
            }
            foreach (var (past, terms) in last.Values) fresh.Put(past, terms);
            var (asked, words) = Remembered(Incident("x", "OOMKilled: disk of cart is full"), 0);
            Assert.Equal(
                fresh.Search(asked, words, 50).Select(one => (one.Incident.Id, one.Score)),
                changed.Search(asked, words, 50).Select(one => (one.Incident.Id, one.Score)));
        }, iter: 300);

    [Fact]
    public void It_is_as_like_one_way_as_the_other()
    {
        var (a, b) = (Put("a", "OOMKilled on cart, heap is full"), Put("b", "Heap of cart: out of memory"));
        Put("c", "DNS fails in cart");
        double Score(Incident one, string other) => book.Similar(book.Find(one.Id)!, SimilarityTerms.Of(one, "oomkilled"), 10)
            .Single(hit => hit.Incident.Id == other).Score;
        Assert.Equal(Score(a, "b"), Score(b, "a"));
    }
}
