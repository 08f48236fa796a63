using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>One capability's part of an incident's page.</summary>
internal sealed class IncidentPanel
{
    private readonly Func<ShownIncident, Task<RenderFragment?>> show;

    private IncidentPanel(bool aside, Func<ShownIncident, Task<RenderFragment?>> show) => (Aside, this.show) = (aside, show);

    /// <summary>Beside what is worked with: what one looks up.</summary>
    public bool Aside { get; }

    /// <param name="load">Null where the panel has nothing to say of an incident: then it is not there.</param>
    public static IncidentPanel Main<TPart, TView>(Func<ShownIncident, Task<TView?>> load) where TPart : PanelPart<TView> where TView : class =>
        new(aside: false, shown => ShowAsync<TPart, TView>(load(shown)));

    /// <param name="load">Null where the panel has nothing to say of an incident: then it is not there.</param>
    public static IncidentPanel Beside<TPart, TView>(Func<ShownIncident, Task<TView?>> load) where TPart : PanelPart<TView> where TView : class =>
        new(aside: true, shown => ShowAsync<TPart, TView>(load(shown)));

    public Task<RenderFragment?> ShowAsync(ShownIncident shown) => show(shown);

    private static async Task<RenderFragment?> ShowAsync<TPart, TView>(Task<TView?> load) where TPart : PanelPart<TView> where TView : class =>
        await load is not { } view
            ? null
            : builder =>
            {
                builder.OpenComponent<TPart>(0);
                builder.AddComponentParameter(1, nameof(PanelPart<>.View), view);
                builder.CloseComponent();
            };
}
