using AiSre.Domain.Diagnosis;

namespace AiSre.Grains.Diagnosis;

/// <summary>Looks at clusters, logs and metrics and says why something is wrong. Changes nothing, and reads no secret.</summary>
public interface IDiagnostician
{
    /// <summary>
    /// Never fails for what it looks at: what cannot be read is evidence that says so. Takes 15 s at most, and of a cluster looks only at what is the
    /// workspace's and at what is in no namespace.
    /// </summary>
    /// <param name="workspace">Whose incident it is.</param>
    /// <param name="cluster">As the alert calls it; null: the workspace's default. One that is not known is none.</param>
    /// <param name="symptom">What people were told.</param>
    /// <param name="logLimit">Lines of each container, 1 to 200.</param>
    Task<DiagnosisReport> ExplainAsync(string workspace, string? cluster, Symptom symptom, int logLimit);
}
