using System.Globalization;
using AiSre.Console.Parts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Console.Slos;

/// <summary>Error budgets in words and signs.</summary>
internal static class SloWordings
{
    /// <summary>What a level means for whoever reads it.</summary>
    public static string Word(this SloLevel level) => level switch
    {
        SloLevel.Ok => "fine",
        SloLevel.NoData => "no data",
        SloLevel.Warning => "tickets",
        SloLevel.High => "nearly used up",
        SloLevel.Critical => "pages",
        _ => "used up",
    };

    public static string Tone(this SloLevel level) => level switch
    {
        SloLevel.Ok => "ok",
        SloLevel.NoData => "calm",
        SloLevel.Warning => "warn",
        SloLevel.High => "high",
        _ => "crit",
    };

    public static string Shape(this SloLevel level) => level switch
    {
        SloLevel.Ok => "circle-check",
        SloLevel.NoData => "circle-dashed",
        SloLevel.Warning => "circle-alert",
        SloLevel.High => "triangle-alert",
        _ => "octagon-alert",
    };

    public static string Word(this SloTier tier) => tier switch
    {
        SloTier.PageFast => "page, fast",
        SloTier.PageSlow => "page, slow",
        SloTier.TicketFast => "ticket, fast",
        _ => "ticket, slow",
    };

    public static string Percent(double percent) => Number(SloRounding.Percent(percent)) + " %";

    public static string Burn(double? burn) => burn is { } known ? Number(SloRounding.Burn(known)) + "×" : "nothing known";

    /// <summary>"1 h", "30 min": the largest unit that is whole.</summary>
    public static string Lookback(int minutes) => SpanText.Of(TimeSpan.FromMinutes(minutes));

    public static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture).Replace('-', '−');
}
