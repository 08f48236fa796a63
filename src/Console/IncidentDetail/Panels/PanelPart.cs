using AiSre.Console.Requests;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What a panel looks like.</summary>
public abstract class PanelPart<TView> : ConsolePart
{
    [Parameter, EditorRequired] public TView View { get; set; } = default!;
}
