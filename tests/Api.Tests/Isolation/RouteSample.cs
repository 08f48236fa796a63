namespace AiSre.Api.Tests.Isolation;

/// <summary>
/// A call of a route that works for whoever owns what it names. What stands in pointed brackets is a thing of the workspace that is tried
/// (<see cref="Belongings"/>).
/// </summary>
/// <param name="Route">As <see cref="MappedRoute.Name"/>.</param>
/// <param name="Body">Null: that of the route's own example, if it has one.</param>
internal sealed record RouteSample(string Route, string? Body = null)
{
    public string Query { get; init; } = "";

    /// <summary>Things that stand in the address in place of the usual ones, by the name of the hole.</summary>
    public (string Hole, string Thing)[] With { get; init; } = [];

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>A form of the console; its token comes by itself.</summary>
    public (string Name, string Value)[] Form { get; init; } = [];

    /// <summary>The page below the workspace whose form is sent, with what is hidden in it.</summary>
    public string? FormOf { get; init; }

    public string? MediaType { get; init; }

    /// <summary>It goes on and on: only its head is read.</summary>
    public bool Streams { get; init; }

    /// <summary>Stands in the answer when it went well, for those that always say 200.</summary>
    public string? Says { get; init; }

    /// <summary>Reached by who may, it may have nothing to do.</summary>
    public bool MayBeIdle { get; init; }

    /// <summary>Why nobody who is bound to a workspace is let in, not even into his own: it is the platform's.</summary>
    public string? Platforms { get; init; }

    /// <summary>Why it cannot be shown here that it works, and where it is.</summary>
    public string? Elsewhere { get; init; }
}
