using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Diagnosis.Opinions;

namespace AiSre.Domain.Tests.Diagnosis.Opinions;

/// <summary>What a model is shown in these tests, and what it could answer.</summary>
internal static class Answers
{
    public static readonly Symptom WebIsDown = new()
    {
        Title = "web is down", Namespace = "shop", Service = "web", StartedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    public static readonly ImmutableArray<Evidence> Items =
    [
        Item("E1", EvidenceKind.Resource, "Pod/shop/web-1", "container web: ready False, restartCount 5, terminated reason OOMKilled, exitCode 137"),
        Item("E2", EvidenceKind.Log, "log of shop/web-1/web", "java.lang.OutOfMemoryError:   Java heap space"),
        Item("E3", EvidenceKind.Unavailable, "metrics", "no Prometheus is configured for cluster prod"),
    ];

    public const string Killed = "The container web was OOMKilled.";

    public const string Restarted = "The container web has restarted 5 times.";

    public static string Honest => Of(Killed, Killed, 0.9, [(Killed, "E1", "terminated reason OOMKilled")], ["restart_pod"]);

    public static string Of(string summary, string cause, double confidence, (string Text, string Id, string Quote)[] claims, string[] actions) =>
        JsonSerializer.Serialize(new
        {
            summary,
            root_cause = cause,
            confidence,
            claims = claims.Select(claim => new { text = claim.Text, evidence_ids = new[] { claim.Id }, quote = claim.Quote }),
            suggested_actions = actions.Select(name => new { name, evidence_ids = new[] { "E1" } }),
        });

    public static ModelOpinion? Grounded(string answer, ImmutableArray<Evidence>? items = null) =>
        OpinionReader.Read(answer) is { } raw ? OpinionGrounding.Of(raw, items ?? Items, "test-model") : null;

    public static Evidence Item(string id, EvidenceKind kind, string source, string text) =>
        new() { Id = id, Kind = kind, Source = source, Text = text };
}
