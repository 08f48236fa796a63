using AiSre.Api.Errors;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Grains;

namespace AiSre.Api.Alerts;

/// <summary>What a sender may call its source: an adapter, a tool that is known by its shape, or one that its workspace has described.</summary>
public sealed class SourceChoice(OwnSources own)
{
    /// <summary>For the description.</summary>
    public static readonly string Described =
        $"{string.Join(", ", AlertSource.All.Order(StringComparer.Ordinal))}, a tool of GET /adapters, or one of the workspace's own sources";

    /// <summary>Null when there is such a source, else the refusal.</summary>
    public ValueTask<ProblemResult?> CheckAsync(string workspace, string source) =>
        AlertSource.Known.Contains(source) ? default : AskAsync(workspace, source);

    /// <summary>How the workspace's own tool of that name writes; null for all others.</summary>
    public ValueTask<OwnSource?> OwnAsync(string workspace, string source) =>
        AlertSource.Known.Contains(source) ? default : own.FindAsync(workspace, source);

    private async ValueTask<ProblemResult?> AskAsync(string workspace, string source)
    {
        try
        {
            if (await own.FindAsync(workspace, source) is not null) return null;
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            return Problems.Unavailable(1, "The workspace's own sources are not known at this moment. Send it again.", "sources_unavailable");
        }
        string[] adapters = [.. AlertSource.All.Order(StringComparer.Ordinal)];
        var nearest = Spelling.Nearest(source, [.. own.NamesOf(workspace), .. adapters, .. AlertSource.Tools]);
        var near = nearest is null ? "" : $" Did you mean '{nearest}'?";
        return Problems.BadRequest(
            $"The source '{Shown(source)}' is not supported.{near} Use one of {string.Join(", ", adapters)}, " +
            "one of also_recognised in GET /adapters, or a source that the workspace has defined.", "unsupported_source");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
