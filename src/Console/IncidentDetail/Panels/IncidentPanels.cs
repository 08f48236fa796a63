using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>The panels of an incident's page, in their order. A capability adds its own here: a view, a component and a line.</summary>
internal static class IncidentPanels
{
    private static readonly ImmutableArray<IncidentPanel> All =
    [
        IncidentPanel.Main<DiagnosisPanel, DiagnosisView>(DiagnosisView.LoadAsync),
        IncidentPanel.Main<NotesPanel, NotesView>(NotesView.LoadAsync),
        IncidentPanel.Main<ActionsPanel, ActionsView>(ActionsView.LoadAsync),
        IncidentPanel.Main<RunbooksPanel, RunbooksView>(RunbooksView.LoadAsync),
        IncidentPanel.Main<TimelinePanel, TimelineView>(TimelineView.LoadAsync),
        IncidentPanel.Main<AlertsPanel, AlertsView>(AlertsView.LoadAsync),
        IncidentPanel.Main<MergePanel, MergeView>(MergeView.LoadAsync),
        IncidentPanel.Beside<EscalationPanel, EscalationView>(EscalationView.LoadAsync),
        IncidentPanel.Beside<DeploysPanel, DeploysView>(DeploysView.LoadAsync),
        IncidentPanel.Beside<BudgetsPanel, BudgetsView>(BudgetsView.LoadAsync),
        IncidentPanel.Beside<RepeatsPanel, RepeatsView>(RepeatsView.LoadAsync),
        IncidentPanel.Beside<GroupPanel, GroupView>(GroupView.LoadAsync),
        IncidentPanel.Beside<SimilarPanel, SimilarView>(SimilarView.LoadAsync),
        IncidentPanel.Beside<ToldPanel, ToldView>(ToldView.LoadAsync),
        IncidentPanel.Beside<AboutPanel, AboutView>(AboutView.LoadAsync),
    ];

    /// <summary>Those that have something to say, asked for side by side.</summary>
    public static async Task<(ImmutableArray<RenderFragment> Main, ImmutableArray<RenderFragment> Aside)> ShowAsync(ShownIncident shown)
    {
        var shownPanels = await Task.WhenAll(All.Select(panel => panel.ShowAsync(shown)));
        return (Of(aside: false), Of(aside: true));

        ImmutableArray<RenderFragment> Of(bool aside) =>
            [.. All.Zip(shownPanels).Where(pair => pair.First.Aside == aside).Select(pair => pair.Second).OfType<RenderFragment>()];
    }
}
