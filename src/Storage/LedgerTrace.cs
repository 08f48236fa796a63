using System.Diagnostics;

namespace AiSre.Storage;

/// <summary>A span for each commit. It has no parent: a commit belongs to all the requests that wait for it.</summary>
internal static class LedgerTrace
{
    private static readonly ActivitySource Source = new("AiSre");

    /// <summary>Null when nobody listens.</summary>
    public static Activity? Commit(int entries) => Source.StartActivity("ledger commit")?.SetTag("ai_sre.ledger.entries", entries);

    public static void Failed(this Activity? commit, Exception error) => commit?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
}
