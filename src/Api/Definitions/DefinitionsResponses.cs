using System.Text.Json.Serialization;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Definitions;

/// <param name="WorkspaceId">Whose they are.</param>
/// <param name="Revision">The one in force; null when nothing was ever put.</param>
/// <param name="Documents">Its texts; secrets are <c>***</c>, comments are left out.</param>
/// <param name="Summary">What they define.</param>
/// <param name="LastRefused">What was wrong with the last that were put since; null when nothing was.</param>
/// <param name="Files">The operator's files that decide; empty when the API does.</param>
public sealed record DefinitionsResponse(
    string WorkspaceId, RevisionResponse? Revision, IReadOnlyList<DocumentResponse> Documents, SummaryResponse? Summary, RefusedResponse? LastRefused,
    IReadOnlyList<string> Files)
{
    public static DefinitionsResponse From(string workspace, DefinitionsView view) => new(
        workspace,
        view.Revision is { } revision ? RevisionResponse.From(revision) : null,
        [.. view.Documents.Select(document => new DocumentResponse(document.Name, document.Text))],
        view.Summary is { } summary ? SummaryResponse.From(summary) : null,
        view.Refused is { } refused ? new(refused.At, refused.By, refused.Source, [.. refused.Problems.Select(ProblemResponse.From)]) : null,
        view.Files);
}

public sealed record DocumentResponse(string Name, string Text);

/// <param name="Number">Counted from 1.</param>
/// <param name="At">From when on it was in force.</param>
/// <param name="By">Who put it.</param>
/// <param name="Source"><c>files</c> or <c>api</c>.</param>
/// <param name="Documents">Names of its documents.</param>
/// <param name="Fingerprint">Equal for equal texts.</param>
public sealed record RevisionResponse(int Number, DateTimeOffset At, string By, string Source, IReadOnlyList<string> Documents, string Fingerprint)
{
    public static RevisionResponse From(DefinitionsRevision revision) =>
        new(revision.Number, revision.At, revision.By, revision.Source, revision.Documents, revision.Fingerprint);
}

public sealed record RevisionsResponse(string WorkspaceId, IReadOnlyList<RevisionResponse> Revisions, int Count);

public sealed record RefusedResponse(DateTimeOffset At, string By, string Source, IReadOnlyList<ProblemResponse> Problems);

public sealed record ProblemResponse(string File, int Line, int Column, string Message)
{
    public static ProblemResponse From(DefinitionProblem problem) => new(problem.File, problem.Line, problem.Column, problem.Message);
}

/// <param name="Teams">Their names.</param>
/// <param name="Users">Their ids.</param>
/// <param name="Policies">Their names, without the default one.</param>
/// <param name="DefaultPolicy"><c>defined</c> or <c>built_in</c>.</param>
/// <param name="ServiceOverrides">Services that have routes of their own.</param>
/// <param name="Channels">With what they lack.</param>
public sealed record SummaryResponse(
    IReadOnlyList<string> Teams, IReadOnlyList<string> Users, IReadOnlyList<string> Policies, string DefaultPolicy,
    IReadOnlyList<string> ServiceOverrides,
    IReadOnlyList<ChannelResponse> Channels)
{
    public static SummaryResponse From(DefinitionsSummary summary) => new(
        summary.Teams, summary.People, summary.Policies, summary.HasDefaultPolicy ? "defined" : "built_in", summary.ServiceOverrides,
        [.. summary.Channels.Select(channel => new ChannelResponse(channel.Name, channel.Type, channel.Missing.IsEmpty, channel.Missing))]);
}

/// <param name="Missing">What is not set and needed: names of environment variables.</param>
public sealed record ChannelResponse(string Name, string Type, bool Configured, IReadOnlyList<string> Missing);

/// <param name="Ok">Always true: what is wrong is refused with 422.</param>
/// <param name="Revision">The revision in force now.</param>
/// <param name="Changed">False when the same is in force already.</param>
/// <param name="Summary">What the document defines.</param>
/// <param name="Paging">For each severity which policy counts.</param>
/// <param name="Warnings">What is allowed and perhaps not meant: who would not be told.</param>
public sealed record PutDefinitionsResponse(
    bool Ok, int Revision, bool Changed, SummaryResponse Summary, IReadOnlyList<string> Paging, IReadOnlyList<string> Warnings)
{
    public static PutDefinitionsResponse From(DefinitionsOutcome outcome) => new(
        true, outcome.Revision, outcome.Result is DefinitionsResult.Accepted, SummaryResponse.From(outcome.Summary ?? new()), outcome.Paging,
        outcome.Warnings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DefinitionsResponse))]
[JsonSerializable(typeof(RevisionsResponse))]
[JsonSerializable(typeof(PutDefinitionsResponse))]
internal sealed partial class DefinitionsJsonContext : JsonSerializerContext;
