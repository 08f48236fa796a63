using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.Slos;

/// <summary><c>window_days</c>, <c>window_type</c> and <c>calendar</c> of an SLO.</summary>
internal static class SloWindowReader
{
    public static SloWindow Read(Fields slo, ReadingContext context)
    {
        var type = slo.Word("window_type", "rolling", "calendar");
        var days = slo.Whole("window_days", 1, SloWindow.LongestDays);
        if (type is not "calendar")
        {
            if (slo.Has("calendar")) slo.Wrong("calendar", "'calendar' is of 'window_type: calendar' only.");
            return SloWindow.Rolling(days ?? SloWindow.UsualDays);
        }
        if (slo.Has("window_days")) slo.Wrong("window_days", "'window_days' is of windows that roll; how long this one is says 'calendar'.");
        slo.Need("calendar", "{unit: month, time_zone: UTC}");
        if (slo.Node("calendar") is not { } node || Fields.Of(node, "'calendar'", context, "unit", "time_zone") is not { } fields) return new();
        fields.Need("unit", "month");
        return SloWindow.Calendar(fields.Word("unit", "week", "month", "quarter") switch
        {
            "week" => CalendarUnit.Week,
            "quarter" => CalendarUnit.Quarter,
            _ => CalendarUnit.Month,
        }, fields.Zone("time_zone") ?? SloWindow.UsualTimeZone);
    }
}
