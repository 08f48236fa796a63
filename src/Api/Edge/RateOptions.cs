using AiSre.Api.Settings;

namespace AiSre.Api.Edge;

/// <summary>How many requests of a class a key may send in a minute; 0 is no limit.</summary>
internal sealed record RateOptions
{
    public int Ingest { get; init; }

    /// <summary>Deliveries that may come at once; at least 1.</summary>
    public int IngestBurst { get; init; } = RateSettings.IngestBurst.Fallback;

    /// <summary>Alerts of a workspace's keys, however many come in one delivery.</summary>
    public int Alerts { get; init; }

    public int Reads { get; init; }

    public int Pages { get; init; }

    public int Writes { get; init; }

    public int Actions { get; init; }

    public int Questions { get; init; }

    public int Reports { get; init; }

    public static RateOptions Read(IConfiguration configuration) => new()
    {
        Ingest = RateSettings.Ingest.Read(configuration),
        IngestBurst = RateSettings.IngestBurst.Read(configuration),
        Alerts = RateSettings.Alerts.Read(configuration),
        Reads = RateSettings.Reads.Read(configuration),
        Pages = RateSettings.Pages.Read(configuration),
        Writes = RateSettings.Writes.Read(configuration),
        Actions = RateSettings.Actions.Read(configuration),
        Questions = RateSettings.Questions.Read(configuration),
        Reports = RateSettings.Reports.Read(configuration),
    };

    public int Of(RateClass rate) => rate switch
    {
        RateClass.Ingest => Ingest,
        RateClass.Read => Reads,
        RateClass.Write => Writes,
        RateClass.Action => Actions,
        RateClass.Question => Questions,
        RateClass.Report => Reports,
        _ => Pages,
    };
}
