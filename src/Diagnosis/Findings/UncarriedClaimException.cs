namespace AiSre.Diagnosis.Findings;

/// <summary>A rule would say what it has not seen: a fault of the rule. Its finding is left out.</summary>
public sealed class UncarriedClaimException(string message) : Exception(message);
