using System.Collections.Frozen;

namespace AiSre.Domain.Chat;

/// <summary>
/// Words that are no names. Only beside the word for a kind of thing ("the cart service") does a plain word count as a name, so the list is short;
/// one that is missing costs a sentence at most.
/// </summary>
internal static class CommonWords
{
    private static readonly FrozenDictionary<string, string> Numbers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9",
        ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12", ["twice"] = "2", ["thrice"] = "3", ["dozen"] = "12", ["hundred"] = "100",
        ["thousand"] = "1000",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Kinds = Set(
        """
        pod pods container containers deployment deployments statefulset daemonset replicaset job cronjob service services microservice node nodes
        namespace configmap secret volume claim pvc ingress gateway image database cluster application app queue cache server host workload component
        user table topic dependency upstream backend endpoint team team's zone region registry repository branch user's
        """);

    private static readonly FrozenSet<string> Fillers = Set(
        """
        a an the this that these those it its his her their our your my he she they we you i who whom whose which what when where why how
        is are was were be been being has have had having do does did doing done will would can could may might must shall should cannot
        and or but nor so yet if then than because since as while until unless although though after before during within without with
        of in on at by to from for into onto over under above below between through against about around near behind beside out off up down
        not no nobody nothing none never always also only just even still already again once very much many more most few less least some any each
        every all both either neither other another such same own one first second last next now here there however therefore thus hence
        likely probably possibly apparently shows showed shown indicates indicated suggests suggested seems seemed appears appeared means meant
        says said reports reported states stated due caused causes causing leads led result results resulted
        """);

    private static readonly FrozenSet<string> Others = Set(
        """
        fail fails failed failing failure failures crash crashed crashes crashing kill killed kills killing restart restarts restarted restarting
        start starts started starting stop stops stopped stopping run runs ran running end ends ended exit exits exited terminated terminating
        ready unready unhealthy healthy available unavailable reachable unreachable missing present absent empty full exhausted exceeded exceeds
        refuse refuses refused refusing reject rejects rejected deny denied time times timed timeout slow slowly fast busy idle stuck wait waits
        waiting pending placed scheduled unscheduled evicted mount mounted mounting pull pulled pulling push create created creating delete deleted
        deleting read reads write writes written find found finds return returns returned answer answers answered respond responds responded receive
        receives received send sends sent connect connects connected connecting connection call calls called calling depend depends use uses used
        using reach reached reaches try tries tried retry retries keep keeps kept get gets got go goes went gone come comes came become becomes
        became lack lacks lacked need needs needed require requires required allow allowed set sets limit limits limited request requests requested
        memory cpu disk network error errors log logs event events status state probe probes readiness liveness startup check checks health back
        backoff loop long short new old current previous recent latest affected failing faulty broken wrong correct incorrect invalid valid unknown
        known whole single different same own several main name names named version versions replica replicas count load traffic data code process
        processes instance instances alert alerts incident incidents problem problems issue issues cause root period point high low higher lower
        increase increased decrease decreased rise rose grow grew leak leaks leaking space room size large small close closed open opened lost
        unable enough insufficient immediately repeatedly continuously now-failing itself themselves again kubernetes k8s configuration config
        setting settings change changed changes changing deploy deployed rollout rolled update updated updates release released
        """);

    /// <summary>The digits of a number that is written as a word; null: it is none.</summary>
    public static string? NumberOf(string word) => Numbers.GetValueOrDefault(word);

    public static bool IsKind(string word) => Kinds.Contains(word);

    /// <summary>It says nothing of what a sentence is about.</summary>
    public static bool IsFiller(string word) => Fillers.Contains(word);

    public static bool Has(string word) => Fillers.Contains(word) || Others.Contains(word) || Kinds.Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
