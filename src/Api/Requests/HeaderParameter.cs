using System.Collections.Immutable;

namespace AiSre.Api.Requests;

/// <summary>A header that an endpoint reads, as the description shows it. Unknown headers are ignored: proxies add theirs.</summary>
/// <param name="Name">Its name, by which it is read too.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Allowed">The words that it may hold; none: any text.</param>
public sealed record HeaderParameter(string Name, string Description, params string[] Allowed)
{
    /// <summary>Its value; null when it is absent, empty or came more than once.</summary>
    internal string? Read(HttpRequest request) => request.Headers[Name] is [{ Length: > 0 } value] ? value : null;
}

internal sealed record HeaderParameters(ImmutableArray<HeaderParameter> Parameters);
