using System.Collections.Frozen;

namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// The words by which tools say that a problem begins, is over, is taken by somebody, or that they only inform. Case, <c>_</c>, <c>-</c>, dots and
/// blanks do not matter. A word that is in no list is null and ends nothing. Words that mean the opposite elsewhere (a probe's 0, a pipeline's
/// "running") are left to the entry of the tool.
/// </summary>
public static class StateWords
{
    private static readonly FrozenDictionary<string, SignalKind> Kinds = Table(
        (SignalKind.Resolved,
            "ok|okay|up|clear|cleared|resolved|resolve|auto resolved|recovered|recover|recovery|closed|close|auto closed|success|successful|"
            + "succeeded|passed|pass|normal|healthy|fixed|restored|reachable|online|inactive|deactivated|completed|complete|done|ended|end|"
            + "finished|over|"
            + "back to normal|back up|back online|all clear|good|green|solved|not firing|available|operational|stable|rearmed|firing to ok|reset|"
            + "alert recovery|alert degraded recovery|resolved item|condition not violated|manually resolved|merged|no longer firing"),
        (SignalKind.Firing,
            "firing|fire|problem|down|alarm|alert|alerting|triggered|trigger|retriggered|open|opened|active|activated|fired|critical|crit|error|"
            + "errored|failed|"
            + "failure|fail|failing|warn|warning|degraded|trouble|unreachable|offline|anomalous|violated|violation|ok to firing|repeat|alert failure|"
            + "alert degraded|alert failure remain|alert failure degraded|alert degraded remain|alert degraded failure|new item|reactivated item|"
            + "reopened item|item velocity|reopened|reopen|reactivated|occurred|raised|set|breached|breach|emergency|fatal|unhealthy|not ok|bad|red|"
            + "outage|missing|missed|timeout|timed out|no data|unknown|escalated|flagged|detected|unresolved|not resolved|new|created|create|"
            + "ongoing|continues|still firing|renotify|high|major|minor|severe|disaster|test|started|partial outage|stopped|dead|lost|expired|"
            + "exceeded"),
        (SignalKind.Acknowledged, "ack|acked|acknowledge|acknowledged|acknowledgement|acknowledgment|down acknowledged|taken|claimed|assigned to me"),
        (SignalKind.Unacknowledged, "unack|unacked|unacknowledge|unacknowledged"),
        (SignalKind.Note,
            "insufficient data|pending|paused|pause|maintenance|in maintenance|under maintenance|suspended|muted|unmuted|snoozed|ignored|archived|"
            + "flapping|"
            + "flapping start|flapping stop|flapping end|flapping disabled|downtime|downtime start|downtime end|downtime cancelled|"
            + "downtime removed|queued|"
            + "in progress|running|requested|cancelled|canceled|aborted|skipped|neutral|not built|deploy|assigned|commented|comment|upcoming|"
            + "scheduled|"
            + "scheduled change|unconfirmed|validating|grace|presence|configuration change|disabled|deleted|informational"));

    private static readonly FrozenDictionary<string, SignalKind>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// What the word says: <see cref="SignalKind.Firing"/>, <see cref="SignalKind.Resolved"/>, <see cref="SignalKind.Acknowledged"/>,
    /// <see cref="SignalKind.Unacknowledged"/>, or <see cref="SignalKind.Note"/> for mere information. Null for a word that nobody knows.
    /// </summary>
    public static SignalKind? Parse(ReadOnlySpan<char> word)
    {
        word = word.Trim();
        if (word.Length is 0 or > 128) return null;
        if (Lookup.TryGetValue(word, out var kind)) return kind;
        return Parenthesis(word) ?? Family(word) ?? LastWord(word);
    }

    /// <summary>"Up (was: Down)" and "ended (now: Up)" tell of now and of before; "Down (Acknowledged)" adds who has it.</summary>
    private static SignalKind? Parenthesis(ReadOnlySpan<char> word)
    {
        var open = word.IndexOf('(');
        if (open <= 0 || word[^1] != ')') return null;
        var inside = word[(open + 1)..^1].Trim();
        if (inside.StartsWith("now:", StringComparison.OrdinalIgnoreCase)) return Parse(inside[4..]);
        if (!inside.StartsWith("was:", StringComparison.OrdinalIgnoreCase)
            && Parse(inside) is SignalKind.Acknowledged) return SignalKind.Acknowledged;
        return Parse(word[..open]);
    }

    private static SignalKind? Family(ReadOnlySpan<char> word)
    {
        // "incident.resolved", "uptime.up": what happened stands last.
        if (word.LastIndexOf('.') is > 0 and var dot && Lookup.TryGetValue(word[(dot + 1)..], out var kind)) return kind;
        if (Starts(word, "policy close") || Starts(word, "policy cancel")) return SignalKind.Resolved;
        if (Starts(word, "policy")) return SignalKind.Firing;
        return Starts(word, "flapping") || Starts(word, "downtime") ? SignalKind.Note : null;
    }

    /// <summary>"Warn Recovered" and "has been resolved" end, "not resolved" does not.</summary>
    private static SignalKind? LastWord(ReadOnlySpan<char> word)
    {
        var last = word.LastIndexOfAny(" _-");
        if (last <= 0 || Negates(word[..last])) return null;
        return word[(last + 1)..] is var end && (Is(end, "recovered") || Is(end, "recovery") || Is(end, "resolved") || Is(end, "cleared")
            || Is(end, "restored") || Is(end, "closed") || Is(end, "fixed")) ? SignalKind.Resolved : null;
    }

    private static bool Negates(ReadOnlySpan<char> words)
    {
        foreach (var part in words.SplitAny(" _-"))
        {
            var word = words[part];
            if (Is(word, "not") || Is(word, "no") || Is(word, "non") || Is(word, "never") || Is(word, "un") || Is(word, "partially")
                || Is(word, "isn't"))
                return true;
        }
        return false;
    }

    private static bool Starts(ReadOnlySpan<char> word, string start) =>
        word.Length >= start.Length && LooseWords.Comparer.Equals(word[..start.Length], start);

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, SignalKind> Table(params ReadOnlySpan<(SignalKind Kind, string Words)> lists)
    {
        var table = new Dictionary<string, SignalKind>(LooseWords.Comparer);
        foreach (var (kind, words) in lists)
        {
            foreach (var word in words.Split('|')) table.Add(word, kind);
        }
        return table.ToFrozenDictionary(LooseWords.Comparer);
    }
}
