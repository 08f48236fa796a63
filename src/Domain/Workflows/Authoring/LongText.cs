using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>Texts that may have several lines.</summary>
internal static class LongText
{
    public static string? Read(Fields fields, string key, ReadingContext context, int maxLength)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        if (scalar.Value.Length > 0 && scalar.Value.Length <= maxLength && !scalar.Value.Any(IsControl)) return scalar.Value;
        context.Wrong(scalar.Place, $"'{key}' has 1 to {maxLength} characters.");
        return null;
    }

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');
}
