using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using CsCheck;
using NodaTime;

namespace AiSre.Domain.Tests.OnCall;

/// <summary>Shifts tile the time line whatever clocks do: in every zone of the database, for every kind of rotation.</summary>
public class TilingTests
{
    private static readonly DateTimeZone[] Zones = [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];
    private static readonly Instant Begin = Instant.FromUtc(1990, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2040, 1, 1, 0, 0);

    private static readonly Gen<RotationLayer> AnyLayer = Gen.Select(
        Gen.Enum<RotationUnit>(), Gen.OneOf(Gen.Const(1), Gen.Int[1, 40]), Gen.Int[0, 10_000], Gen.Int[0, 1_439],
        (unit, count, day, minute) => new RotationLayer
        {
            Name = "any", TimeZone = "UTC", Members = ["a", "b", "c"], Every = new(count, unit),
            Start = new LocalDate(1985, 1, 1).PlusDays(day), Handoff = LocalTime.Midnight.PlusMinutes(minute),
        });

    private static readonly Gen<Instant> AnyInstant = Gen.Long[Begin.ToUnixTimeSeconds(), End.ToUnixTimeSeconds() - 1]
        .Select(Instant.FromUnixTimeSeconds);

    [Fact]
    public void Every_instant_is_in_exactly_one_shift_and_the_search_finds_it() =>
        Gen.Select(AnyLayer, AnyInstant).Sample(
            (layer, at) =>
            {
                foreach (var zone in Zones) Check(layer with { TimeZone = zone.Id }, at);
                return true;
            }, iter: 40);

    [Fact]
    public void Around_every_change_of_the_clocks_too() =>
        Gen.Select(AnyLayer, AnyInstant, Gen.Int[-60 * 60, 60 * 60]).Sample(
            (layer, near, minutes) =>
            {
                foreach (var zone in Zones)
                {
                    var interval = zone.GetZoneInterval(near);
                    if (!interval.HasStart || interval.Start < Begin) continue;
                    Check(layer with { TimeZone = zone.Id }, interval.Start);
                    Check(layer with { TimeZone = zone.Id }, interval.Start + Duration.FromMinutes(minutes));
                }
                return true;
            }, iter: 40);

    private static void Check(RotationLayer layer, Instant at)
    {
        var number = RotationRules.NumberAt(layer, at);
        var zone = DateTimeZoneProviders.Tzdb[layer.TimeZone];
        var (before, next) = (RotationRules.Boundary(layer, number - 1), RotationRules.Boundary(layer, number));
        if (before > next || next > at)
            throw new InvalidOperationException($"{layer.TimeZone} {at}: shift {number} begins at {next}, the one before at {before}.");
        for (var k = number; k < number + 4; k++)
        {
            var (start, end) = (next, RotationRules.Boundary(layer, k + 1));
            next = end;
            if (start > end || (k == number && end <= at))
                throw new InvalidOperationException($"{layer.TimeZone} {at}: shift {k} is from {start} to {end}.");
            if (start == end) continue;
            // Half-open: its first instant is its own, its last is the next one's.
            if (RotationRules.NumberAt(layer, start) != k || RotationRules.NumberAt(layer, end) <= k
                || RotationRules.NumberAt(layer, end - Duration.Epsilon) != k)
                throw new InvalidOperationException($"{layer.TimeZone} {at}: the search disagrees about shift {k} from {start} to {end}.");
        }
        // By definition: the last shift whose local start, read leniently, is not later. Looked for one by one, as far as clocks have ever been
        // moved.
        var last = number - 30;
        for (var k = number - 30; k < number + 30; k++)
            if (LocalTimes.At(Start(layer, k), zone) <= at) last = k;
        if (last != number) throw new InvalidOperationException($"{layer.TimeZone} {at}: found {number}, by definition it is {last}.");
    }

    private static LocalDateTime Start(RotationLayer layer, int k) => (layer.Start + layer.Handoff) + (layer.Every.Unit switch
    {
        RotationUnit.Hours => Period.FromHours((long)k * layer.Every.Count),
        RotationUnit.Days => Period.FromDays(k * layer.Every.Count),
        RotationUnit.Weeks => Period.FromWeeks(k * layer.Every.Count),
        _ => Period.FromMonths(k * layer.Every.Count),
    });
}
