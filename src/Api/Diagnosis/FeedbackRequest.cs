namespace AiSre.Api.Diagnosis;

/// <param name="Correct">Whether the cause that the diagnosis names is the cause; of an undetermined one, that there was nothing to find.</param>
/// <param name="RootCause">What it was, 1 to 2,000 characters.</param>
/// <param name="Actor">Who says so; the key's name when absent.</param>
public sealed record FeedbackRequest(bool? Correct = null, string? RootCause = null, string? Actor = null);
