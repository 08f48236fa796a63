using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;
using CsCheck;

namespace AiSre.Domain.Tests.Reports;

/// <summary>Whatever happened in a period, its counts add up, and they are what really happened.</summary>
public sealed class TotalsRulesTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A life: when it opened, and when it ended and opened again, in turns; minutes from the beginning, before it too.</summary>
    private static readonly Gen<Life> Lives = Gen.Select(
        Gen.Enum<Severity>(), Gen.Int[-300, 299], Gen.Int[1, 200].Array[0, 6], (severity, opened, gaps) =>
        {
            var turns = new List<int>();
            foreach (var gap in gaps)
                if ((turns.Count > 0 ? turns[^1] : opened) + gap is var at && at < 300) turns.Add(at);
            return new Life(severity, opened, turns);
        });

    [Fact]
    public void The_counts_are_what_happened_and_add_up() => Lives.Array[0, 40].Sample(lives =>
    {
        var totals = Count(lives);
        Assert.Equal(lives.Count(life => life.Opened < 0 && life.IsOpenBefore(0)), totals.OpenStart);
        Assert.Equal(lives.Count(life => life.Opened >= 0), totals.Opened);
        Assert.Equal(lives.Sum(life => life.Turns.Where((at, i) => i % 2 == 1 && at >= 0).Count()), totals.Reopened);
        Assert.Equal(lives.Sum(life => life.Turns.Where((at, i) => i % 2 == 0 && at >= 0).Count()), totals.Resolved);
        Assert.Equal(lives.Count(life => life.IsOpenBefore(300)), totals.OpenEnd);
        AddsUp(totals);
    }, iter: 500);

    /// <summary>Lists that were read at different moments do not fit each other; the sum still does.</summary>
    [Fact]
    public void They_add_up_whatever_was_read() => Gen.Select(
        Lives.Array[0, 20], Gen.Int[0, 10], Gen.Enum<IncidentPhase>(), Gen.Bool.Array[0, 5]).Sample((lives, open, phase, turns) =>
    {
        ImmutableArray<PhaseTurn> noise = [.. turns.Select((reopened, i) => new PhaseTurn(From.AddMinutes(i), reopened))];
        var courses = lives.Select((life, i) => life.Course(i) with { Phase = phase, Turns = noise }).ToList();
        AddsUp(TotalsRules.Of(From, courses, [new(Severity.High, open, 0)]));
    }, iter: 500);

    [Fact]
    public void What_was_reopened_and_resolved_again_counts_twice()
    {
        var totals = Count([new(Severity.High, -10, [5, 20, 40])]);
        Assert.Equal((1L, 0L, 1L, 2L, 0L), (totals.OpenStart, totals.Opened, totals.Reopened, totals.Resolved, totals.OpenEnd));
        Assert.Equal(["critical", "high", "warning", "info"], totals.BySeverity.Select(one => one.Severity));
    }

    private static HandoffTotals Count(IReadOnlyList<Life> lives)
    {
        // What neither opened nor turned within the period is not read at all; it is among those that are counted as open.
        var moved = lives.Select((life, i) => (life, Course: life.Course(i))).Where(one => one.life.Opened >= 0 || one.Course.Turns.Length > 0);
        var open = Enum.GetValues<Severity>().Select(severity =>
            new OpenCount(severity, lives.Count(life => life.Severity == severity && life.IsOpenBefore(300)), 0)).ToList();
        return TotalsRules.Of(From, [.. moved.Select(one => one.Course)], open);
    }

    private static void AddsUp(HandoffTotals totals)
    {
        Assert.Equal(totals.OpenEnd, totals.OpenStart + totals.Opened + totals.Reopened - totals.Resolved);
        Assert.All(totals.BySeverity, one => Assert.Equal(one.OpenEnd, one.OpenStart + one.Opened + one.Reopened - one.Resolved));
        Assert.True(totals is { OpenStart: >= 0, OpenEnd: >= 0 });
    }

    private sealed record Life(Severity Severity, int Opened, List<int> Turns)
    {
        public bool IsOpenBefore(int minute) => Opened < minute && Turns.Count(at => at < minute) % 2 == 0;

        public IncidentCourse Course(int number) => new(
            $"inc-{number}", "High CPU", Severity, IsOpenBefore(300) ? IncidentPhase.Open : IncidentPhase.Resolved, null, From.AddMinutes(Opened),
            IsMember: false,
            [
                .. Turns.Select((at, i) => (at, i)).Where(turn => turn.at >= 0)
                    .Select(turn => new PhaseTurn(From.AddMinutes(turn.at), turn.i % 2 == 1)),
            ]);
    }
}
