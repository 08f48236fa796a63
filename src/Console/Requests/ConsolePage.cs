using Microsoft.AspNetCore.Components;

namespace AiSre.Console.Requests;

/// <summary>A page, made from its view.</summary>
public abstract class ConsolePage<TView> : ComponentBase
{
    [Parameter, EditorRequired] public TView View { get; set; } = default!;

    [Parameter, EditorRequired] public ConsoleContext Context { get; set; } = null!;
}
