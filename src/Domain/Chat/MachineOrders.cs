using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Chat;

/// <summary>
/// Whether a text reads like orders to a machine. No list of words finds them all, so nothing rests on it alone: what is found costs a model its
/// say about actions, and people see the mark.
/// </summary>
public static partial class MachineOrders
{
    private const int Longest = 16_384;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex[] Signs =
    [
        // To forget what it was told.
        Sign(@"\b(ignore|disregard|forget|override|bypass|skip|drop)\b.{0,40}"
            + @"\b(previous|prior|above|earlier|preceding|all|any|your|system|safety|these|the)\b.{0,30}"
            + @"\b(instructions?|prompts?|rules?|directions?|guidelines?|messages?|polic(y|ies)|restrictions?|guardrails?|training|context)\b"),
        Sign(@"\b(ignorez|oubliez)\b.{0,40}\binstructions\b|\b(ignoriere|vergiss)\b.{0,40}\banweisungen\b"
            + @"|\b(ignora|olvida)\b.{0,40}\b(instrucciones|istruzioni)\b"),
        Sign("忽略.{0,12}(指令|指示|说明)|игнорируй.{0,40}инструкции"),

        // To be somebody else.
        Sign(@"\byou are (now|no longer)\b|\bfrom now on,? you\b|\bpretend (to be|that you|you are)\b|\bact as (an?|the|if)\b|\broleplay\b"),
        Sign(@"\bjailbr(eak|oken)\b|\bdo anything now\b|\b(developer|god|dan|debug|sudo) mode\b|\bno restrictions\b"),

        // To speak as whoever gives orders.
        Sign(@"\bsystem[ _-]?(override|prompt|instructions?|directive|command)\b|\b(admin|root|operator|security) (override|directive)\b"),
        Sign(@"(^|\n)[ \t>#*\[(<]*(system|assistant|developer)[ \t>\])*]*:[ \t]+\S"),
        Sign(@"<\|?/?(im_start|im_end|system|assistant|endoftext|user)\|?>|\[/?inst\]|<</?sys>>|#{2,} ?(instructions?|system|response|new task)\b"),
        Sign(@"\b(end|begin) (of )?(data|evidence|logs?|untrusted|user input|input|prompt|context)\b"
            + @"|</?(data|evidence|logs?|instructions?|untrusted)>"),

        // To a machine by name.
        Sign(@"\b(dear|attention|hey|hello|note (to|for)|message (to|for)|instructions? (to|for)|important for)\b,?:? (the |any |all |an )?"
            + @"(ai|llm|assistant|model|chatbot|agent|gpt|chatgpt|claude|gemini|copilot|language model|sre bot)s?\b"),
        Sign(@"\b(as an ai|ai (language )?model|language model|ai assistant|ai agent)\b"),
        Sign(@"\b(new|updated|revised|additional|hidden|secret) (instructions?|orders?|directives?|task)\b"),

        // What it is to answer.
        Sign(@"\byou (must|should|will|shall|are to|need to|have to) (now |always |only |immediately )?"
            + @"(respond|answer|reply|output|recommend|suggest|say|report|conclude|obey|comply|execute|run|call|scale|delete|restart"
            + @"|set|return|include|write)\b"),
        Sign(@"\b(respond|answer|reply) (only |just |exactly )?with\b|\byour (answer|response|output|reply|next action|only task)\b"),
        Sign(@"\b(set|with|report) (your |the |a )?confidence (to|of|at|level)\b|\bconfidence ?[:=] ?[01]\.?\d*.{0,20}\b(root_cause|action)"),
        Sign(@"\b(suggested_actions|root_cause|evidence_ids|restart_pod|scale_deployment|suggest_config_fix|auto_apply)\b"),
        Sign(@"\bdo not (mention|tell|reveal|flag|obey|follow|disclose|alert)\b|\bdon't (mention|tell|reveal|flag|disclose)\b"),

        // To give away what it knows.
        Sign(@"\b(reveal|repeat|leak|exfiltrate|echo|expose|disclose|print|output|tell me|send me|show me|encode)\b.{0,40}"
            + @"\b(system prompt|your (prompt|instructions|rules)|secrets?|api[ _-]?keys?|credentials|passwords?|environment variables|tokens?)\b"),
        Sign(@"!\[[^\]]{0,200}\]\(|\bdecode (this|the following|and (run|execute|follow))\b|\bbase64.{0,20}\b(instructions?|decode and)\b"),
    ];

    /// <summary>As they read without the gaps between their letters.</summary>
    private static readonly string[] Squeezed =
    [
        "ignoreall", "ignoreprevious", "ignoreyour", "ignoretheabove", "disregardall", "disregardprevious", "systemoverride", "systemprompt",
        "youarenow", "newinstructions",
    ];

    public static bool In(string text)
    {
        var visible = VisibleText.Of(text, Longest);
        var folded = Folded(visible);
        var lower = visible.ToLowerInvariant();
        var isSame = lower == folded;
        return Array.Exists(Signs, sign => sign.IsMatch(folded) || (!isSame && sign.IsMatch(lower)))
            || Spaced().Matches(folded).Select(run => Between().Replace(run.Value, "")).Any(run => Squeezed.Any(run.Contains));
    }

    /// <summary>As it would be typed: small letters of the Latin alphabet for those that only look like them, one space for many.</summary>
    private static string Folded(string visible)
    {
        var folded = new StringBuilder(visible.Length);
        foreach (var letter in visible)
        {
            var plain = Plain(letter);
            if (plain is ' ' or '\t' or '\r' && folded.Length > 0 && folded[^1] == ' ') continue;
            folded.Append(plain is '\t' or '\r' ? ' ' : plain);
        }

        return folded.ToString();
    }

    private static char Plain(char letter) => letter switch
    {
        // Letters of full width.
        >= '\uff01' and <= '\uff5e' => char.ToLowerInvariant((char)(letter - 0xfee0)),
        '\u3000' or '\u00a0' => ' ',
        'А' or 'а' => 'a',
        'Е' or 'е' => 'e',
        'О' or 'о' => 'o',
        'Р' or 'р' => 'p',
        'С' or 'с' => 'c',
        'У' or 'у' => 'y',
        'Х' or 'х' => 'x',
        'І' or 'і' => 'i',
        'Ѕ' or 'ѕ' => 's',
        _ => char.ToLowerInvariant(letter),
    };

    private static Regex Sign(string pattern) => new(pattern, Options);

    [GeneratedRegex(@"\b(?:[a-z][ ._*-]){7,}[a-z]\b")]
    private static partial Regex Spaced();

    [GeneratedRegex("[ ._*-]")]
    private static partial Regex Between();
}
