using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts;

/// <summary>
/// Names the kind of failure by the words of an alert (docs/rules/alerts.md). The first rule that hits gives the label, in the
/// order of that section. Texts are attacker-controlled, hence automata without backtracking.
/// </summary>
public static class FailurePatterns
{
    /// <summary>The label of a text that no rule knows.</summary>
    public const string Unknown = "unknown";

    private static readonly ImmutableArray<PatternRule> Rules =
    [
        Rule("oomkilled", @"\boom[- ]?kill(ed|er|ing)?\b|\bout ?of ?memory(error)?\b|\bexit code:? 137\b"),
        Rule("crashloop",
            @"\bcrash[- ]?loop(ing|s|ed|backoff)?\b|\bback-?off restarting\b|\brestart(ed|s|ing)?\b.{0,30}\b(times|repeatedly|loop)\b|" +
            @"\btoo many restarts\b"),
        Rule("image_pull",
            @"\bimage ?pull ?back-?off\b|\bback-?off pulling\b|\berr ?image ?(pull|never ?pull)\b|\binvalid ?image ?name\b|" +
            @"\b(failed|failure|unable|error|cannot|can't)\b.{0,20}\bpull(ing)?\b.{0,30}\bimages?\b|\bmanifest unknown\b"),
        Rule("config_error",
            @"\bcreate ?container ?(config ?)?error\b|\brun ?container ?error\b|" +
            @"\b(invalid|bad|broken|missing|wrong) (config(uration)?|env(ironment)? var(iable)?s?)\b|\b(config ?map|secret)\b.{0,60}\bnot found\b|" +
            @"\bmisconfigur(ed|ation)\b|\bconfig(uration)? (error|reload failed|parse error)\b"),
        Rule("probe_failure",
            @"\b(readiness|liveness|startup) ?(probes?|checks?)\b.{0,40}\b(fail(ed|ing|s|ure|ures)?|errored|timed out|unhealthy)\b|" +
            @"\bprobes? (failed|failing|failure)\b|\bhealth ?checks? (is |are )?(fail(ed|ing|s|ure|ures)?|timed out)\b"),
        Rule("scheduling",
            @"\bfailed ?scheduling\b|\bunschedulable\b|\binsufficient (cpu|memory|pods|ephemeral-storage)\b|\bnodes? (are|is) available\b|" +
            @"\b(pods?|replicas?)\b.{0,30}\b(stuck|remains?|still|is|are) (in )?pending\b|\bcan(not|'t) be scheduled\b"),
        Rule("evicted", @"\bevict(ed|ion|ions|ing)\b"),
        Rule("node_not_ready",
            @"\bnodes?\b.{0,40}\b(not ?ready|unreachable|unready|down|offline)\b|\bkube_?node_?(not_?ready|unreachable)\b|" +
            @"\bkubelet (is |has )?(down|stopped|not responding)\b"),
        Rule("disk_pressure",
            @"\bdisk ?pressure\b|\bno space left\b|" +
            @"\b(disks?|filesystem|volumes?|inodes?|storage|partition)\b.{0,40}" +
            @"\b(full|almost full|usage|utili[sz]ation|space|exhaust(ed|ion)|running out|low)\b|" +
            @"\blow (on )?disk\b|\bout of (disk|inodes)\b"),
        Rule("volume_mount",
            @"\bfailed ?(to )?(mount|attach)( ?volumes?)?\b|\bmount ?volume\b.{0,30}\bfail(ed|ure)\b|\bunable to (mount|attach)\b|" +
            @"\b(pvc|persistent ?volume( ?claim)?)s?\b.{0,40}\b(pending|unbound|lost|not bound|failed|not found)\b|\bmulti-attach error\b"),
        Rule("high_cpu",
            @"\bcpu\b.{0,30}\b(high|usage|utili[sz]ation|saturat(ed|ion)|load|spikes?|above|exceed(s|ed)?|over)\b|" +
            @"\b(high|elevated|excessive|hot) cpu\b|\bload average\b", unless: @"\bthrottl"),
        Rule("cpu_throttling", @"\bcpu\b.{0,20}\bthrottl(ed|ing|e)\b|\bthrottl(ed|ing)\b.{0,30}\bcpu\b|\bcputhrottlinghigh\b"),
        Rule("high_memory",
            @"\b(memory|heap|ram)\b.{0,30}\b(high|usage|utili[sz]ation|pressure|leak(s|ing)?|above|exceed(s|ed)?|over|growth)\b|" +
            @"\b(high|elevated|excessive|low) (memory|heap|ram)\b"),
        Rule("http_5xx",
            @"\b5xx\b|\bhttp[ _-]?5[0-9][0-9]s?\b|\b50[0234]s?\b|\berror[ _-]?rate\b|" +
            @"\b(bad gateway|internal server error|gateway time-?out|service unavailable)\b"),
        Rule("latency",
            @"\blatenc(y|ies)\b|\bresponse times?\b|\bslow (requests?|quer(y|ies)|responses?|endpoints?|transactions?|page)\b|\bp9[0-9](\.9)?\b|" +
            @"\bapdex\b|\bresponding slowly\b"),
        Rule("dns",
            @"\bdns\b|\bnxdomain\b|\bservfail\b|\bno such host\b|\bname resolution\b|\bcoredns\b|" +
            @"\b(could not|cannot|failed to|unable to) resolve (host|hostname|name|address|domain)\b"),
        Rule("cert_expiry",
            @"\bcert(ificate)?s?\b.{0,40}\b(expir(y|ed|es|ing|ation|e)|not valid)\b|\bexpir(ed|ing|es) (tls |ssl )?cert(ificate)?s?\b|" +
            @"\b(tls|ssl)\b.{0,20}\bexpir(y|ed|es|ing|ation)\b"),
        Rule("connection_pool",
            @"\bpool\b.{0,20}\b(exhaust(ed|ion)?|timeouts?|timed out|starv(ed|ation|ing)?|full|saturat(ed|ion))\b|" +
            @"\bexhausted (connection|thread|db) ?pool\b|\btoo many (connections|clients)\b|\bno (free|available|idle) connections?\b"),
        Rule("rate_limit",
            @"\brate[- ]?limit(s|ed|ing|er)?\b|\btoo many requests\b|\b429s?\b|\brequest(s)? (were |was |are |is )?throttled\b|" +
            @"\bthrottlingexception\b"),
        Rule("network",
            @"\bpacket loss\b|" +
            @"\bnetwork\b.{0,30}\b(errors?|down|unreachable|flapping|partition(ed)?|unavailable|drops?|degraded|congest(ed|ion)|saturat(ed|ion))\b|" +
            @"\bconnection (refused|reset|timed out|timeouts?)\b|\bno route to host\b|\bi/o timeout\b|" +
            @"\b(interface|link|nic)\b.{0,30}\b(down|flapping|errors)\b|\bnetwork ?plugin\b"),
        Rule("queue_backlog",
            @"\b(queues?|topic|broker|kafka|sqs|rabbitmq|messages?|consumers?|partition)\b.{0,30}" +
            @"\b(backlog|lag|lagging|depth|length|growing|piling up|full|behind|backed up)\b|" +
            @"\bbacklog\b|\bconsumer lag\b|\bunacked messages\b"),
        Rule("deploy_regression",
            @"\b(after|since|following)\b.{0,20}\b(deploy(s|ed|ment|ments)?|release|rollout|upgrade)\b|" +
            @"\b(deploy(ment)?|rollout|release|canary)\b.{0,30}" +
            @"\b(fail(ed|ing|ure|s)?|stuck|regress(ed|ion|ions)?|rolled back|degraded|not progressing)\b|" +
            @"\bregression\b|\bprogress ?deadline ?exceeded\b"),
        Rule("dependency_down",
            @"\b(dependenc(y|ies)|upstreams?|databases?|db|backends?|redis|postgres( ?ql)?|my ?sql|mongo(db)?|kafka|" +
            @"elasticsearch|rabbitmq|third[- ]party|payment (gateway|provider))\b.{0,30}" +
            @"\b(down|unavailable|unreachable|offline|outage|not (responding|available|reachable))\b|\b(lost|no) connection to\b|" +
            @"\b(cannot|can't|could not|unable to|failed to) connect to (the )?(database|db|redis|postgres|mysql|upstream|backend|broker)\b"),
        Rule("auth_failure",
            @"\bunauthori[sz]ed\b|\b40[13]s?\b|\bauth(entication|ori[sz]ation)? (fail(ed|ure|ures|s)?|errors?|denied)\b|" +
            @"\b(login|sign-?in)s? fail(ed|ures?)\b|\bfailed (logins?|sign-?ins?|authentication)\b|\b(access|permission) denied\b|" +
            @"\b(invalid|expired) (token|credentials?|api key)\b|\bforbidden\b"),
        Rule("job_failed",
            @"\b(cron ?)?jobs?\b.{0,40}\b(fail(ed|ing|ure|ures|s)?|errored|missed|did not (run|complete|finish)|overdue|aborted)\b|" +
            @"\bbackoff ?limit ?exceeded\b|\b(backup|batch|etl|pipeline)\b.{0,30}\b(fail(ed|ing|ure|s)?|missed|overdue|aborted)\b"),
        Rule("quota",
            @"\bquotas?\b.{0,30}\b(exceed(ed|s|ing)?|reached|exhaust(ed|ion)?|full|limit|usage|used)\b|" +
            @"\b(exceed(ed|s|ing)?|over|out of)\b.{0,20}\bquotas?\b|\b(resource|service) limit (reached|exceeded)\b"),
    ];

    /// <summary>All labels but <see cref="Unknown"/>, in their order.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. Rules.Select(rule => rule.Label).Distinct()];

    /// <summary>The label of the first rule that hits title or description, else <see cref="Unknown"/>.</summary>
    public static string Label(string title, string? description)
    {
        var text = Text(title, description);
        foreach (var rule in Rules)
        {
            if (rule.Hits(text)) return rule.Label;
        }
        return Unknown;
    }

    /// <summary>The labels of all rules that hit, in their order; the first is <see cref="Label"/>.</summary>
    public static ImmutableArray<string> All(string title, string? description)
    {
        var text = Text(title, description);
        return [.. Rules.Where(rule => rule.Hits(text)).Select(rule => rule.Label)];
    }

    // The line break keeps rules that look for two words from joining one of the title with one of the description. Names such as
    // KubePodCrashLooping and high_error_rate are read a second time as words, because that is what many tools send as a title.
    private static string Text(string title, string? description)
    {
        var words = NameWords.Split(title);
        return string.Join('\n', title, words == title ? null : words, description).ToLowerInvariant();
    }

    private static PatternRule Rule(string label, string pattern, string? unless = null) =>
        new(label, Automaton(pattern), unless is null ? null : Automaton(unless));

    private static Regex Automaton(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private sealed record PatternRule(string Label, Regex Text, Regex? Unless)
    {
        public bool Hits(string text) => Text.IsMatch(text) && Unless?.IsMatch(text) != true;
    }
}
