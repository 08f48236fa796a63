using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>What happens anyway: a handful of troubles a day, more by day than at night, most of them over within the hour.</summary>
internal static class OrdinaryDays
{
    /// <summary>How many there are before now.</summary>
    public const int Days = 14;

    /// <summary>The last hours are told elsewhere.</summary>
    private static readonly TimeSpan Until = TimeSpan.FromHours(7);

    /// <summary>The newest trouble of a name is this far from the one before, so that none joins what is not over.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(11);

    public static IEnumerable<DemoScene> Scenes(DemoDice dice, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var last = new Dictionary<Trouble, DateTimeOffset>();
        for (var day = midnight.AddDays(-Days); day <= midnight; day = day.AddDays(1))
        {
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            foreach (var minute in Minutes(dice, weekend ? dice.Between(4, 6) : dice.Between(8, 11)))
            {
                var at = day.AddMinutes(minute).AddMilliseconds(dice.Below(60_000));
                var trouble = dice.OneOf(Catalogue.All);
                if (at < now.AddDays(-Days) || at > now - Until || at - last.GetValueOrDefault(trouble) < Apart) continue;
                last[trouble] = at;
                yield return Scene(dice, at, trouble);
            }
        }
    }

    /// <summary>Of a day, in their order; two of three fall into the hours in which people work and buy.</summary>
    private static List<int> Minutes(DemoDice dice, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => dice.OneIn(3) ? dice.Below(24 * 60) : dice.Between(7 * 60, 21 * 60)).Order()];

    private static DemoScene Scene(DemoDice dice, DateTimeOffset at, Trouble trouble)
    {
        var alert = trouble.Alert(dice);
        var lasts = trouble.Minutes * dice.Between(50, 190) / 100.0;
        var acts = ImmutableArray.CreateBuilder<DemoAct>();
        // Half of the mild ones nobody looks at, and they pass.
        if (alert.Severity >= Severity.High || dice.OneIn(2))
        {
            var seen = alert.Severity >= Severity.High ? dice.Between(1, 6) + dice.Below(60) / 60.0 : dice.Between(4, 25);
            if (seen < lasts) acts.Add(DemoAct.Acknowledge(seen));
            if (trouble.Findings.Length > 0 && seen + 6 < lasts)
                acts.Add(DemoAct.Note(seen + dice.Between(3, 6), dice.OneOf(trouble.Findings)));
            if (trouble.Resolution is { } resolution && dice.Below(10) < 7) acts.Add(DemoAct.Resolve(lasts, resolution));
        }
        // Its tool sees the end a little after the person does.
        acts.Add(DemoAct.Ends(lasts + 0.8));
        return new(at, alert, acts.ToImmutable()) { RepeatEvery = TimeSpan.FromMinutes(dice.OneOf([4, 5, 5, 10])) };
    }
}
