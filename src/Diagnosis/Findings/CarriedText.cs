using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiSre.Diagnosis.Findings;

/// <summary>Takes an interpolated string apart: its text, and the values in its holes.</summary>
[InterpolatedStringHandler]
public sealed class CarriedText(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (16 * formattedCount));
    private readonly List<string> values = new(formattedCount);

    public string Text => this.text.ToString();
    public IReadOnlyList<string> Values => this.values;

    public void AppendLiteral(string value) => this.text.Append(value);

    public void AppendFormatted<T>(T value, string? format = null)
    {
        var said = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        this.text.Append(said);
        this.values.Add(said);
    }
}
