namespace AiSre.Api.Edge;

/// <summary>Metadata of endpoints that are about one thing: what log lines about a request to them say that it is about.</summary>
/// <param name="Open">Given the route's values; null where they name no such thing.</param>
internal sealed record LogScope(Func<ILogger, RouteValueDictionary, IDisposable?> Open);
