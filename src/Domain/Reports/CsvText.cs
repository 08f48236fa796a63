namespace AiSre.Domain.Reports;

/// <summary>Tables as CSV (RFC 4180).</summary>
public static class CsvText
{
    /// <summary>
    /// Quoted, and with a quote before what a spreadsheet would take for a formula: titles and names of services are written by others.
    /// </summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var plain = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
        return plain.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
