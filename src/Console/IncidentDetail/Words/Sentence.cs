using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>
/// A sentence whose holes are shown as what they are: a person bold, an incident as a link, an instant by the reader's clock. Text in a hole stays
/// text, whoever wrote it. Written as an interpolated string.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence(int literalLength, int formattedCount)
{
    private readonly ImmutableArray<object>.Builder parts = ImmutableArray.CreateBuilder<object>(formattedCount * 2 + (literalLength > 0 ? 1 : 0));

    /// <summary>Text, and the values below.</summary>
    public IReadOnlyList<object> Parts => parts;

    /// <summary>Makes an interpolated string a sentence where the compiler would take it for a text: in a choice between two.</summary>
    public static Sentence Say(Sentence sentence) => sentence;

    public void AppendLiteral(string value) => parts.Add(value);

    public void AppendFormatted(Sentence? value)
    {
        if (value is null) return;
        // Not AddRange, which would take the list for one part.
        foreach (var part in value.Parts) parts.Add(part);
    }

    public void AppendFormatted(string? value)
    {
        if (!string.IsNullOrEmpty(value)) parts.Add(value);
    }

    public void AppendFormatted(DateTimeOffset value) => parts.Add(value);

    public void AppendFormatted(Strong value) => parts.Add(value);

    public void AppendFormatted(Mono value) => parts.Add(value);

    public void AppendFormatted(LinkTo value) => parts.Add(value);

    public void AppendFormatted(Remaining value) => parts.Add(value);

    public void AppendFormatted(Elapsed value) => parts.Add(value);

    public void AppendFormatted(long value) => parts.Add(value.ToString("N0", CultureInfo.InvariantCulture));

    public override string ToString() => string.Concat(parts);
}

/// <summary>A name that matters in its sentence.</summary>
public readonly record struct Strong(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A word of a machine.</summary>
public readonly record struct Mono(string Text)
{
    public override string ToString() => Text;
}

/// <summary>Another page of this workspace, or a place on this one.</summary>
/// <param name="Path">Below the workspace, from its slash on; or <c>#place</c>.</param>
/// <param name="Text">What is read.</param>
public readonly record struct LinkTo(string Path, string Text)
{
    public static LinkTo Incident(string id, string? text = null) => new($"/incidents/{id}", text ?? id);

    public override string ToString() => Text;
}

/// <summary>How long it is until an instant.</summary>
public readonly record struct Remaining(DateTimeOffset Until);

/// <summary>How long it has been since an instant.</summary>
public readonly record struct Elapsed(DateTimeOffset Since);
