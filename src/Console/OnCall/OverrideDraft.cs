using AiSre.Console.Requests;

namespace AiSre.Console.OnCall;

/// <summary>A stand-in as it stands in the form.</summary>
/// <param name="Who">Who stands in.</param>
/// <param name="From">Local time of the team.</param>
/// <param name="To">Local time of the team.</param>
/// <param name="Why">Seen by everybody.</param>
public sealed record OverrideDraft(string Who, string From, string To, string? Why)
{
    /// <summary>Which field is wrong.</summary>
    public string? Field { get; init; }

    public string? Problem { get; init; }

    /// <summary>What a link proposes.</summary>
    public static OverrideDraft Of(IQueryCollection query) => new(query["who"].ToString(), query["start"].ToString(), query["end"].ToString(), null);

    public static OverrideDraft Of(ConsoleForm form) => new(
        form.Text("user") ?? "", form.Text("from") ?? "", form.Text("to") ?? "", form.Text("reason"));

    public string? ErrorOf(string field) => Field == field || (field == "user" && Field is "team" or "time_zone") ? Problem : null;
}
