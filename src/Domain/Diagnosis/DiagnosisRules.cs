namespace AiSre.Domain.Diagnosis;

/// <summary>How long a diagnosis is good for, and how much of it is said.</summary>
public static class DiagnosisRules
{
    /// <summary>What is less likely is not named as the cause.</summary>
    public const double LeastConfidence = 0.3;

    /// <summary>People are told of a cause by itself from here on.</summary>
    public const double WorthTelling = 0.5;

    /// <summary>Rules that are as sure as this need no model beside them.</summary>
    public const double SureEnough = 0.8;

    public const int DefaultLogLimit = 50;
    public const int MostLogLines = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Whether what was found still answers the question.</summary>
    /// <param name="last">What was found.</param>
    /// <param name="fingerprint">Of the incident as it is now.</param>
    /// <param name="logLimit">That is asked for.</param>
    /// <param name="now">When.</param>
    public static bool StillHolds(IncidentDiagnosis last, string fingerprint, int logLimit, DateTimeOffset now) =>
        IsFresh(last, now) && last.Fingerprint == fingerprint && last.LogLimit == logLimit;

    /// <summary>Old ones may be about what is over.</summary>
    public static bool IsFresh(IncidentDiagnosis last, DateTimeOffset now) => now - last.CompletedAt < Fresh;

    /// <summary>Whether what was found has a model's part, where one is wanted.</summary>
    public static bool HasOpinion(IncidentDiagnosis last, bool isWanted) => !isWanted || last.Opinion is { IsUsed: true };

    /// <summary>People have seen it by then, and ask if they want to know.</summary>
    public static bool IsTooLate(DateTimeOffset since, DateTimeOffset now) => now - since > TimeSpan.FromMinutes(30);
}
