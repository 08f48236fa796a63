using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>A sentence for each event of the timeline.</summary>
internal static class TimelineWords
{
    public static TimelineLine Of(TimelineEvent said)
    {
        var payload = new SaidPayload(said.Payload);
        return PeopleWords.Of(said, payload) ?? PagingWords.Of(said, payload) ?? AlertWords.Of(said, payload) ?? DiagnosisWords.Of(said, payload)
            ?? Unknown(said);
    }

    /// <summary>A word that a later release has brought.</summary>
    private static TimelineLine Unknown(TimelineEvent said) =>
        new(said.At, TimelineTopic.Alerts, "info", $"{ShownNames.Plain(said.Type)}, by {new Strong(ShownNames.Actor(said.Actor))}");
}
