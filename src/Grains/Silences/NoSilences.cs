using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Grains.Silences;

/// <summary>Of a host without silences.</summary>
public sealed class NoSilences : ISilences
{
    public ValueTask<SilenceMark?> MarkForAsync(Incident incident, DateTimeOffset now) => default;
}
