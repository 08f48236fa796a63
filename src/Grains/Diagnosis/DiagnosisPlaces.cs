using AiSre.Grains.Turns;

namespace AiSre.Grains.Diagnosis;

/// <summary>
/// The diagnoses that nobody has asked for which are under way on this silo: clusters and the silo have other things to do. Workspaces take turns.
/// </summary>
public sealed class DiagnosisPlaces(DiagnosisOptions options) : FairPlaces(options.AtOnce);
