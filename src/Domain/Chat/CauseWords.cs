using System.Text.RegularExpressions;

namespace AiSre.Domain.Chat;

/// <summary>
/// Kinds of causes: a sentence that speaks of one needs a fact that speaks of it too. A true quote under an invented cause is the commonest lie.
/// </summary>
internal static class CauseWords
{
    private static readonly (Regex Said, Regex Seen)[] Kinds =
    [
        Kind(@"\b(memory|oom\w*|heap|swap|leak\w*)\b", "memory|oom|heap|swap|137|leak"),
        Kind(@"\b(cpu|throttl\w*)\b", "cpu|throttl|load"),
        Kind(@"\b(disks?|storage|file ?systems?|inodes?|volumes?)\b", "disk|storage|file ?system|inode|space|volume|mount|pvc|claim"),
        Kind(@"\b(networks?|packets?|firewalls?|connectivity|routing)\b",
            "network|connect|time[d ]?-?out|refused|reset|unreachable|route|dial|i/o|packet|endpoint"),
        Kind(@"\b(dns|nxdomain|coredns|name resolution|resolv\w+ (the )?(host|name)\w*)\b",
            "dns|resolv|no such host|nxdomain|lookup|name or service"),
        Kind(@"\b(tls|ssl|certificates?|x509|handshakes?)\b", "tls|ssl|cert|x509|handshake"),
        Kind(@"\b(passwords?|credentials?|authenticat\w+|authori[sz]\w+|unauthori[sz]ed|permissions?|forbidden|tokens?|rbac|login)\b",
            "passw|credential|auth|401|403|denied|permission|forbidden|token|rbac|access"),
        Kind(@"\b(deploy(s|ed)?|rollouts?|released?|upgraded?|rolled (out|back)|new version)\b",
            "deploy|rollout|release|version|upgrade|revision|rolled"),
        Kind(@"\b(images?|registry|registries|tags?)\b", "image|pull|registry|manifest"),
        Kind(@"\b(probes?|health ?checks?)\b", "probe|health|readi|liveness"),
        Kind(@"\bquotas?\b", "quota|exceeded"),
        Kind(@"\b(schedul\w+|unschedulable|taint\w*|affinity|cordon\w*)\b",
            "schedul|taint|affinity|cordon|nodes are available|pending|insufficient"),
        Kind(@"\b(misconfigur\w+|configurations?|config ?maps?|environment variables?|settings?)\b",
            "config|env|setting|property|yaml|flag|invalid|missing"),
        Kind(@"\b(databases?|postgres\w*|mysql|mongo\w*|sql|quer(y|ies))\b", "database|\\bdb|-db|postgres|mysql|mongo|sql|query|jdbc"),
        Kind(@"\b(queues?|kafka|rabbit\w*|consumers?|backlogs?|brokers?)\b", "queue|kafka|rabbit|consumer|backlog|broker"),
        Kind(@"\b(attack\w*|ddos|breach\w*|intru\w+|hack\w*|malware|compromis\w+|exploit\w*|sabotage\w*)\b",
            "attack|ddos|breach|intru|hack|malware|compromis|exploit"),
        Kind(@"\b(hardware|kernel|firmware|gpus?|nic)\b", "hardware|kernel|firmware|gpu|nic"),
        Kind(@"\b(rate.?limit\w*|too many requests)\b", "rate.?limit|429|too many"),
        Kind(@"\b(deadlock\w*|threads?|pools?|lock(s|ed)?)\b", "lock|thread|pool"),
        Kind(@"\b(evict\w+|preempt\w+|drain\w*)\b", "evict|preempt|drain|pressure|taint"),
        Kind(@"\b(webhooks?|admission)\b", "webhook|admission"),
        Kind(@"\b(autoscal\w+|hpa|scal(ed|ing) (up|down|to))\b", "scal|hpa|replicas"),
    ];

    /// <summary>What a sentence speaks of and the facts do not; null: nothing. Both in small letters.</summary>
    public static string? Uncarried(string sentence, string facts)
    {
        foreach (var (said, seen) in Kinds)
        {
            if (said.Match(sentence) is { Success: true } match && !seen.IsMatch(facts)) return match.Value;
        }

        return null;
    }

    private static (Regex Said, Regex Seen) Kind(string said, string seen) => (Automaton(said), Automaton(seen));

    private static Regex Automaton(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
