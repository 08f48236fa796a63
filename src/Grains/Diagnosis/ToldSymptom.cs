using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Diagnosis;

/// <summary>An incident as a diagnosis sees it.</summary>
/// <param name="Fingerprint">Of the symptom: it changes with anything that people were told.</param>
/// <param name="ParentId">The group that it is part of; null: none, or it leads one.</param>
public sealed record ToldSymptom(Incident Incident, Symptom Symptom, string Fingerprint, string? ParentId);
