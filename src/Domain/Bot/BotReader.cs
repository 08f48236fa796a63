using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Bot;

/// <summary>
/// Reads a message without a model. Only what begins like a command is one: "why did it restart?" asks, "restart it" wants. Texts come from anybody,
/// hence automata without backtracking.
/// </summary>
public static class BotReader
{
    /// <summary>Characters that are read.</summary>
    public const int Longest = 2_000;

    private const string Please = @"^\W*((please|pls|can you|could you|would you|bot|now|ok|okay)\W+)*";
    private const string Name = @"(?<name>[a-z0-9][a-z0-9._/-]*)";

    /// <summary>The first that fits counts.</summary>
    private static readonly ImmutableArray<(BotIntent Intent, Regex Text)> Intents =
    [
        (BotIntent.Acknowledge, Automaton($@"{Please}(ack|acknowledge)\b|{Please}i('ll| will| can)? (take|have|got) (it|this)\b")),
        (BotIntent.Restart, Automaton($@"{Please}(restart|bounce|reboot)\b")),
        (BotIntent.Scale, Automaton($@"{Please}scale\b")),
        (BotIntent.ExplainGrouping, Automaton(
            @"\b(why|how come|explain)\b.*\b(group(ed|ing)?|merg(e|ed|ing)|dedup\w*|correlat\w+|put together|part of)\b")),
        (BotIntent.Similar, Automaton(@"\bsimilar\b|\b(like (this|it)|seen (this|it)|happened) (one )?before\b|\bincidents? like (this|it)\b")),
        (BotIntent.OnCall, Automaton(@"\bon[- ]?call\b|\bwho (do|should|can|must) (i|we) (page|call|ask)\b|\bwho to (page|call)\b")),
        (BotIntent.Changes, Automaton(
            @"\bwhat('s| has| have|s)? (been )?(changed?|changes|new|deployed|rolled out|released)\b|" +
            @"\b(deploys?|deployed|rollouts?|releases?|recent changes|latest changes)\b")),
        (BotIntent.Diagnose, Automaton(
            @"\bwhat('s|s| is| was| has)? .*\b(wrong|broken|happen(ed|ing)?|going on|up|cause|matter|problem)\b|" +
            @"\bwhy\b|\bdiagnos\w+|\broot cause\b|\bstatus\b|" +
            @"\bhow (is|are)\b|\b(is|are) .*\b(down|broken|ok|okay|healthy|slow|failing)\b|\bwhat broke\b")),
    ];

    private static readonly Regex Incident = Automaton(@"\binc-[a-z0-9]+\b");
    private static readonly Regex Place = Automaton($@"\b(in|namespace|ns)\s+(the\s+)?(namespace\s+)?{Name}");
    private static readonly Regex Count = Automaton(@"\bto\s+(?<count>[0-9]{1,5})\b|\b(?<count>[0-9]{1,5})\s+(replicas?|pods?)\b");
    private static readonly Regex Commanded = Automaton(
        $@"{Please}(restart|bounce|reboot|scale)(\s+(up|down))?\s+((the|pod|deployment|service|deploy)\s+)*{Name}");
    private static readonly Regex About = Automaton(
        $@"\b(with|for|of|about|to|on|is|are|did|does|service)\s+(the\s+)?(service\s+)?{Name}");

    /// <summary>What stands where a name may stand and is none.</summary>
    private static readonly FrozenSet<string> NoNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "the", "this", "that", "it", "its", "these", "those", "there", "incident", "incidents", "alert", "alerts", "service", "pod", "deployment",
        "us", "me", "you", "we", "i", "call", "on-call", "oncall", "on", "wrong", "broken", "down", "up", "slow", "going", "happening", "new",
        "changed",
        "grouped", "merged", "today", "now", "my", "our", "who", "what", "a", "an", "all", "everything", "here", "namespace", "duty", "page");

    public static BotMessage Read(string message)
    {
        var text = message.Length <= Longest ? message : message[..Longest];
        var intent = Intents.Where(known => known.Text.IsMatch(text)).Select(known => known.Intent).FirstOrDefault();
        var isDeed = intent is BotIntent.Restart or BotIntent.Scale;
        return new(
            intent, Incident.Match(text) is { Success: true } incident ? incident.Value.ToLowerInvariant() : null,
            isDeed ? null : First(About, text), isDeed ? First(Commanded, text) : null, First(Place, text),
            intent is BotIntent.Scale && Count.Match(text) is { Success: true } count
                ? int.Parse(count.Groups["count"].Value, CultureInfo.InvariantCulture)
                : null);
    }

    private static string? First(Regex pattern, string text)
    {
        // One name after the other: a word that is none must not hide the name behind it.
        for (var match = pattern.Match(text); match.Success; match = pattern.Match(text, match.Groups["name"].Index))
            if (match.Groups["name"].Value.TrimEnd('.', '/', '-') is var name && !NoNames.Contains(name) && !Incident.IsMatch(name)) return name;
        return null;
    }

    private static Regex Automaton(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
