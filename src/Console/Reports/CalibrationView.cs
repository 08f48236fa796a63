using AiSre.Domain.Diagnosis;

namespace AiSre.Console.Reports;

/// <summary>How often diagnoses were right.</summary>
/// <param name="Service">Only this one; null: all.</param>
public sealed record CalibrationView(string? Service, CalibrationReport Report);
