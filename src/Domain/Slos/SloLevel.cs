namespace AiSre.Domain.Slos;

/// <summary>How an SLO stands. Ordered, so that the highest of several counts: no data takes the place of ok, and of nothing else.</summary>
public enum SloLevel
{
    Ok = 0,
    NoData = 1,
    Warning = 2,
    High = 3,
    Critical = 4,

    /// <summary>Nothing is left of the budget.</summary>
    Exhausted = 5,
}

public static class SloLevels
{
    public static string Name(this SloLevel level) => level switch
    {
        SloLevel.Ok => "ok",
        SloLevel.NoData => "no_data",
        SloLevel.Warning => "warning",
        SloLevel.High => "high",
        SloLevel.Critical => "critical",
        _ => "exhausted",
    };
}
