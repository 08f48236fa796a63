namespace AiSre.Console.Requests;

/// <summary>What the API's edge must be told of an endpoint, by what the endpoint is for.</summary>
/// <param name="Page">Shown to viewers.</param>
/// <param name="Own">Changes what concerns the reader alone, such as colours; for viewers.</param>
/// <param name="Act">Operators.</param>
/// <param name="Administer">Admins.</param>
/// <param name="Open">Needs no session.</param>
public sealed record ConsoleConventions(
    Action<IEndpointConventionBuilder> Page, Action<IEndpointConventionBuilder> Own, Action<IEndpointConventionBuilder> Act,
    Action<IEndpointConventionBuilder> Administer, Action<IEndpointConventionBuilder> Open);
