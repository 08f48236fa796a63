namespace AiSre.Console.Ask;

/// <summary>Answers questions in plain words, as the API's bot does, in the name of whoever looks. It does nothing.</summary>
public interface IConsoleBot
{
    /// <summary>Characters that it reads.</summary>
    int Longest { get; }

    /// <param name="http">The request, with its caller.</param>
    /// <param name="workspace">That the page is about.</param>
    /// <param name="message">What is asked.</param>
    /// <param name="incidentId">What it is about, where the message does not say.</param>
    /// <returns>Null: there is no such incident.</returns>
    Task<BotAnswer?> AskAsync(HttpContext http, string workspace, string message, string? incidentId);
}

/// <param name="Reply">For people.</param>
/// <param name="IncidentId">The incident that it is about; null: none.</param>
/// <param name="Offers">What could be done, and what the guard says to it.</param>
/// <param name="Sources">Where what is said comes from.</param>
public sealed record BotAnswer(string Reply, string? IncidentId, IReadOnlyList<BotOffer> Offers, IReadOnlyList<BotReference> Sources);

/// <param name="Action">As the API calls it.</param>
/// <param name="IsAllowed">Nothing but a missing approval stands against it; null: whoever asks may not try it.</param>
/// <param name="Reason">What the guard says.</param>
public sealed record BotOffer(
    string Action, string? Namespace, string? Pod, string? Deployment, int? Replicas, bool? IsAllowed, string? Reason);

/// <param name="Kind">incident, deploys, on_call, similar, diagnosis.</param>
/// <param name="Id">Of what.</param>
public sealed record BotReference(string Kind, string? Id);
