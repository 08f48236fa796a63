using AiSre.Console.Requests;

namespace AiSre.Console.Slos;

/// <summary>A time that is not to count, as it stands in the form.</summary>
/// <param name="From">In UTC, as are all times of budgets.</param>
/// <param name="Until">In UTC.</param>
/// <param name="Reason">Seen by everybody.</param>
public sealed record CorrectionDraft(string From, string Until, string Reason)
{
    public static readonly CorrectionDraft Empty = new("", "", "");

    /// <summary>Which field is wrong.</summary>
    public string? Field { get; init; }

    public string? Problem { get; init; }

    public static CorrectionDraft Of(ConsoleForm form) => new(form.Text("from") ?? "", form.Text("until") ?? "", form.Text("reason") ?? "");

    public string? ErrorOf(string field) => Field == field ? Problem : null;
}
