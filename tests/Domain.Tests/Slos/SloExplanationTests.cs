using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>The numbers in words.</summary>
public sealed class SloExplanationTests
{
    [Fact]
    public void Incidents_are_named_with_their_times()
    {
        SloDowntime[] downtimes =
        [
            new("inc-2", Promise.Interval(-6, null)), new("inc-1", Promise.Interval(-100, -97)), new("inc-0", Promise.Interval(-99_999, -99_998)),
        ];
        var correction = new Correction { From = Promise.Now.AddMinutes(-2), Until = Promise.Now, Reason = "planned", Author = "carol" };
        var reading = DowntimeRules.Read(Promise.Payments, [.. downtimes.Select(downtime => downtime.Interval)], [correction], null, Promise.Now);
        var tiers = TierRules.Evaluate(Promise.Payments, reading, [], Promise.Now).Tiers;
        var words = SloExplanationRules.Of(
            Promise.Payments, BudgetRules.Of(Promise.Payments, reading, tiers, Promise.Now), downtimes, [correction], []);
        Assert.Equal(
            """
            payments-api-availability promises that 99.95 % of payments-api is good, over the last 30 days.
            The window from 2024-12-16T10:30:00Z to 2025-01-15T10:30:00Z has 43,200 minutes; of them 0.05 % may be bad: the budget is 21.6 min.
            2025-01-15T10:28:00Z to 2025-01-15T10:30:00Z does not count, said carol: planned
            Bad is the time during which a critical incident of payments-api was open; several at once count once.
            inc-1: 2025-01-15T08:50:00Z to 2025-01-15T08:53:00Z, 3 min.
            inc-2: 2025-01-15T10:24:00Z to 2025-01-15T10:30:00Z, 6 min.
            Used are 7 min, left are 14.6 min, 67.6 % of the budget.
            Without corrections 9 min would be used and 12.6 min left, 58.3 %.
            In the last hour 6.8966 % was bad. That burns the budget 137.93x; at 1x it would last exactly its window.
            At this speed what is left lasts 3.5 h.
            page_fast fires: 137.93x over 1 h and 2000x over 5 min; it fires when both are at 14.4x or more.
            page_slow fires: 39.11x over 6 h and 285.71x over 30 min; it fires when both are at 6x or more.
            ticket_fast fires: 9.74x over 1 d and 118.64x over 2 h; it fires when both are at 3x or more.
            ticket_slow fires: 3.24x over 3 d and 39.11x over 6 h; it fires when both are at 1x or more.
            So it is critical.
            """.ReplaceLineEndings("\n"), string.Join('\n', words));
    }

    [Fact]
    public void Queries_and_counts_are_told_and_what_is_unknown_is_called_so()
    {
        var slo = Promise.Payments with
        {
            Target = 0.9,
            Indicator = SloIndicator.Latency,
            LatencyThresholdMs = 200,
            Window = SloWindow.Calendar(CalendarUnit.Month, "Europe/Berlin"),
            Source = new PrometheusSloSource { UrlRef = "eu", ErrorQuery = "e[{{window}}]", TotalQuery = "t[{{window}}]" },
        };
        var words = Explain(slo, new() { Window = new(1_500, 100_000), LastData = Promise.Now.AddHours(-1) });
        Assert.Contains("90 % of payments-api is within 200 ms, over each month of the calendar in Europe/Berlin.", words, StringComparison.Ordinal);
        Assert.Contains("It comes from Prometheus of eu, by these queries:\nerror_query: e[{{window}}]\ntotal_query: t[{{window}}]", words,
            StringComparison.Ordinal);
        Assert.Contains("1,500 of 100,000 were bad, 1.5 %: of 20850 min as much as 312.8 min of nothing but failures.", words,
            StringComparison.Ordinal);
        Assert.Contains("In the last hour there was nothing, so nobody knows how fast it burns.", words, StringComparison.Ordinal);
        Assert.Contains("page_fast can never fire: all of it bad would burn 10x, below its 14.4x.", words, StringComparison.Ordinal);
        Assert.EndsWith("So it is no_data; there has been no data for more than 15 minutes.", words, StringComparison.Ordinal);
        Assert.Contains("nobody knows how it stands", Explain(Promise.Events, new()), StringComparison.Ordinal);
        Assert.Contains("There was none in the window.", Explain(Promise.Payments, DowntimeRules.Read(Promise.Payments, [], [], null, Promise.Now)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tier_that_is_held_says_why()
    {
        var slo = Promise.Events with { Target = 0.999 };
        var one = new SloReading { Window = new(1, 10), Lookbacks = [new(60, new(1, 10)), new(5, new(1, 1))], DataStart = Promise.Now.AddHours(-1) };
        var words = string.Join('\n', SloExplanationRules.Of(
            slo, BudgetRules.Of(slo, one, TierRules.Evaluate(slo, one, [], Promise.Now).Tiers, Promise.Now), [], [], []));
        Assert.Contains("page_fast is held: 100x over 1 h and 1000x over 5 min", words, StringComparison.Ordinal);
        Assert.Contains("and there were fewer than 20 events and than 3 bad ones.", words, StringComparison.Ordinal);
        Assert.Contains("It is known of the last 60 min only", words, StringComparison.Ordinal);
    }

    private static string Explain(SloDefinition slo, SloReading reading) =>
        string.Join('\n', SloExplanationRules.Of(slo, Promise.Budget(slo, reading), [], [], []));
}
