using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Grains.Incidents;
using AiSre.Grains.OnCall;
using AiSre.Grains.Silences;

namespace AiSre.Console.Incidents;

/// <summary>What the list of incidents shows.</summary>
public sealed record IncidentListView
{
    public required ListFilter Filter { get; init; }
    public required BoardPage Page { get; init; }

    /// <summary>The rows behind this one; null for the first.</summary>
    public BoardCursor? After { get; init; }

    public ImmutableArray<BoardView> Views { get; init; } = [];

    /// <summary>Teams in whose rotations the reader is.</summary>
    public ImmutableArray<string> OwnTeams { get; init; } = [];

    /// <summary>Who made a silence, by its id.</summary>
    public ImmutableDictionary<string, string> SilencedBy { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Groups whose children are not shown, by the rows of their parents.</summary>
    public ImmutableArray<string> Folded { get; init; } = [];

    /// <summary>Younger rows fade in; null where none are new.</summary>
    public long? Seen { get; init; }

    public BoardView? View => Views.FirstOrDefault(view => ListFilter.Of(view.Query).Query == Filter.Query);

    internal static async Task<IncidentListView> LoadAsync(ConsoleContext context, IGrainFactory grains)
    {
        var filter = ListFilter.Of(context.Query);
        var views = grains.GetGrain<IBoardViewsGrain>(context.Workspace).ListAsync();
        var own = OwnTeamsAsync(context, grains);
        var after = ScreenRows.ReadCursor(context.Query["after"]);
        var shown = ScreenRows.Read(context.Query[ScreenRows.Field]);
        var page = await grains.GetGrain<IIncidentBoard>(0).ShowAsync(new()
        {
            Filter = Board(filter, context, await own), After = after, Shown = shown?.Sections ?? [], Seen = shown?.Newest ?? 0,
            Heard = context.Heard,
        });
        // What was new stays new until it was shown.
        if (shown is { } screen) page = page with { Newest = screen.Newest };
        var folded = context.Query["fold"].ToString().Split('.', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        return new()
        {
            Filter = filter,
            Page = folded.IsEmpty ? page : WithoutChildren(page, folded),
            After = after,
            Views = await views,
            OwnTeams = await own,
            SilencedBy = await SilencedByAsync(page, context, grains),
            Folded = folded,
            Seen = shown is null && long.TryParse(context.Query["_seen"], out var seen) ? seen : null,
        };
    }

    internal static BoardFilter Board(ListFilter filter, ConsoleContext context, IReadOnlyCollection<string> ownTeams) =>
        filter.ToBoard(context.Workspace, context.User.Name, ownTeams, context.Now, context.Zone);

    internal static async Task<ImmutableArray<string>> OwnTeamsAsync(ConsoleContext context, IGrainFactory grains) =>
    [
        .. (await grains.GetGrain<IOnCallQueries>(0).TeamsAsync(context.Workspace))
            .Where(team => team.Layers.SelectMany(layer => layer.Members).Append(team.Person ?? "")
                .Contains(context.User.Name, StringComparer.OrdinalIgnoreCase))
            .Select(team => team.Name),
    ];

    private static BoardPage WithoutChildren(BoardPage page, ImmutableArray<string> folded) => page with
    {
        Sections = [.. page.Sections.Select(section => section with
        {
            Rows = [.. section.Rows.Select(row =>
                folded.Contains(row.RowId.ToString(CultureInfo.InvariantCulture)) ? row with { Children = [] } : row)],
        })],
    };

    private static async ValueTask<ImmutableDictionary<string, string>> SilencedByAsync(BoardPage page, ConsoleContext context, IGrainFactory grains)
    {
        var rows = page.Sections.SelectMany(section => section.Rows).SelectMany(row => row.Children.Prepend(row));
        if (!rows.Any(row => row.Incident.Silenced is { Maintenance: false })) return ImmutableDictionary<string, string>.Empty;
        var silences = await grains.GetGrain<ISilencesGrain>(context.Workspace).ListAsync();
        return silences.ToImmutableDictionary(silence => silence.Id, silence => silence.Author);
    }
}
