using AiSre.Domain.Workflows.Catalogue;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>
/// The built-in recovery as a workspace puts it for itself, with times that a test can wait for, and a second look where a busy machine was too slow
/// for the first. Its steps are those of the product.
/// </summary>
internal static class RecoveryDefinitions
{
    public const string Recovery = "oom_recovery";

    /// <summary>The same with a question that soon expires.</summary>
    public const string Impatient = "oom_recovery_impatient";

    public static string Text => $"workflows:\n{Workflow(Recovery, "30")}{Workflow(Impatient, "1")}";

    private static string Workflow(string id, string minutes)
    {
        var builtIn = WorkflowCatalogue.Documents.Single(document => document.Name is "runbooks/oom-recovery.yaml").Text;
        var text = builtIn;
        Change("id: oom-recovery\n", "");
        Change("kind: runbook\n", "");
        Change("match: {patterns: [oomkilled]}\n", "");
        Change("expires_minutes: 30", $"expires_minutes: {minutes}");
        Change("type: gather\n", "type: gather\n    timeout_seconds: 10\n");
        Change("type: action\n", "type: action\n    timeout_seconds: 15\n");
        Change("after_seconds: 120", "after_seconds: 3, timeout_seconds: 10, retry: {max_attempts: 3, backoff_seconds: 2}");
        return $"  {id}:\n{string.Concat(text.Split('\n').Select(line => $"    {line}\n"))}";

        void Change(string from, string to)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
    }
}
