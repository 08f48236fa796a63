using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What the intake is told of an SLO.</summary>
public sealed class SloSignalTests
{
    private static readonly SloDefinition Slo = new() { Name = "till", Service = "shop", Target = 0.999 };

    private static readonly SloBudget Budget = new()
    {
        SloName = "till", Target = 0.999, WindowDays = 30, TotalMinutes = 43.2, RemainingMinutes = 21.6, RemainingPercent = 50,
        Burns = [new(SloTier.PageFast, 14.4, 60, 5, 20.004, 30)],
    };

    [Theory]
    [InlineData(SloTier.PageFast, "slo:till:page_fast", Severity.Critical)]
    [InlineData(SloTier.PageSlow, "slo:till:page_slow", Severity.High)]
    [InlineData(SloTier.TicketFast, "slo:till:ticket_fast", Severity.Warning)]
    [InlineData(SloTier.TicketSlow, "slo:till:ticket_slow", Severity.Warning)]
    public void A_tier_is_known_again_by_its_fingerprint_and_is_as_severe_as_its_level(SloTier tier, string fingerprint, Severity severity)
    {
        var signal = SloSignals.Firing(Slo, tier, Budget);
        Assert.Equal((fingerprint, fingerprint, (Severity?)severity, "slo", "shop"),
            (signal.Identity, signal.Fingerprint, signal.Severity, signal.ReportedSource, signal.Subject.Service));
        Assert.Equal(fingerprint, SloSignals.Over("shop", fingerprint).Identity);
        Assert.Equal(("till", tier.Name()), (signal.Labels.Find("slo"), signal.Labels.Find("tier")));
    }

    [Fact]
    public void It_says_how_fast_it_burns_and_what_is_left()
    {
        Assert.Equal(
            "It burns 20 times as fast as it may over the last 60 minutes; 14.4 is too fast. 21.6 of 43.2 minutes are left, 50 %.",
            SloSignals.Firing(Slo, SloTier.PageFast, Budget).Description);
        Assert.StartsWith("Its source was last heard at 2026-01-15T12:00:00Z.",
            SloSignals.Absent(Slo, new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)).Description, StringComparison.Ordinal);
    }
}
