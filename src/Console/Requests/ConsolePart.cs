using Microsoft.AspNetCore.Components;

namespace AiSre.Console.Requests;

/// <summary>Something on a page that must know the request.</summary>
public abstract class ConsolePart : ComponentBase
{
    [CascadingParameter] public ConsoleContext Context { get; set; } = null!;
}
