using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Grains.Silences;

/// <summary>This silo's copy of the silences of workspaces, at most two seconds old.</summary>
public interface ISilences
{
    /// <summary>The silence that an incident is under at an instant; null: none.</summary>
    ValueTask<SilenceMark?> MarkForAsync(Incident incident, DateTimeOffset now);
}
