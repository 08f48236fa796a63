using AiSre.Domain.Access;

namespace AiSre.Console.Requests;

/// <summary>What the API's edge must be told of an endpoint, by what the endpoint is for.</summary>
/// <param name="Page">Shown to viewers.</param>
/// <param name="Own">Changes what concerns the reader alone, such as colours; for viewers.</param>
/// <param name="Act">Operators, and what it is for.</param>
/// <param name="Administer">Admins, and what it is for.</param>
/// <param name="Open">Needs no session.</param>
/// <param name="Costs">Is more work than a page or a form usually is.</param>
public sealed record ConsoleConventions(
    Action<IEndpointConventionBuilder> Page, Action<IEndpointConventionBuilder> Own,
    Action<IEndpointConventionBuilder, KeyScope> Act, Action<IEndpointConventionBuilder, KeyScope> Administer,
    Action<IEndpointConventionBuilder> Open, Action<IEndpointConventionBuilder, ConsoleCost> Costs);

/// <summary>What a page or a form sets going.</summary>
public enum ConsoleCost
{
    Usual,

    /// <summary>Asks for an action, approves one, or starts what acts.</summary>
    Action,

    /// <summary>Has a cause looked for.</summary>
    Question,

    /// <summary>Reads a history to write something.</summary>
    Report,
}
