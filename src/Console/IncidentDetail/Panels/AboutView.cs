using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What is known of it, line by line. What nobody said is left out.</summary>
public sealed record AboutView(string Description, ImmutableArray<(string Name, Sentence Value)> Facts)
{
    internal static Task<AboutView?> LoadAsync(ShownIncident shown) =>
        Task.FromResult<AboutView?>(new(
            shown.Incident.Description, [.. Of(shown).Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!))]));

    private static IEnumerable<(string Name, Sentence? Value)> Of(ShownIncident shown)
    {
        var incident = shown.Incident;
        var subject = incident.Subject;
        yield return ("Service", Text(subject.Service));
        yield return ("Cluster", Text(subject.Cluster));
        yield return ("Namespace", Text(subject.Namespace));
        yield return ("Deployment", Text(subject.Deployment));
        yield return ("Pod", Text(subject.Pod));
        yield return ("Container", Text(subject.Container));
        yield return ("Node", Text(subject.Node));
        yield return ("Source", Text(incident.Source));
        yield return ("Account", Text(incident.Account));
        yield return ("First seen", $"{new Elapsed(incident.CreatedAt)} ago");
        yield return ("Began", incident.StartsAt is { } began ? Sentence.Say($"{new Elapsed(began)} ago, by its sender's clock") : null);
        yield return ("Last seen", shown.Facts.LastSeen is { } last ? Sentence.Say($"{new Elapsed(last)} ago") : null);
        yield return ("First answer", incident.FirstResponseAt is { } answer ? Text($"after {SpanText.Of(answer - incident.CreatedAt)}") : null);
        yield return ("Resolved", incident.ResolvedAt is { } resolved ? Text($"after {SpanText.Of(resolved - incident.CreatedAt)}") : null);
        yield return ("Reopened", incident.ReopenCount > 0 ? Text($"{incident.ReopenCount} {(incident.ReopenCount == 1 ? "time" : "times")}") : null);
        yield return (
            "Before it", incident.PreviousIncidentId is { } previous ? Sentence.Say($"{LinkTo.Incident(previous)}, of the same alert") : null);
        yield return ("Incident", $"{new Mono(incident.Id)}");
        yield return ("Group", shown.Facts.GroupId is { } group ? Sentence.Say($"{new Mono(group)}") : null);
    }

    private static Sentence? Text(string? text) => string.IsNullOrEmpty(text) ? null : Sentence.Say($"{text}");
}
