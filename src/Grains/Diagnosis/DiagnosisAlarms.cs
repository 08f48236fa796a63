using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Diagnosis;

/// <summary>When the cause of an incident is looked for without anybody asking.</summary>
internal static class DiagnosisAlarms
{
    /// <summary>Soon after it has come into being, unless it is part of a group or nobody wants to hear of it.</summary>
    public static ImmutableArray<AlarmChange> AtBirth(Incident incident, bool isMember, DiagnosisOptions options, DateTimeOffset now)
    {
        if (!options.RunsByItself || isMember || incident is not { Silenced: null, Phase: not IncidentPhase.Resolved }) return [];
        return [AlarmSet.At(DiagnosisGrain.Due, now + options.After) with { Of = DiagnosisTarget.Of(incident) }];
    }
}
