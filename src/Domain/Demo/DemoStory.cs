using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Demo.Chapters;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Deploys;
using AiSre.Domain.OnCall;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo;

/// <summary>
/// Two weeks of a shop that does not exist, up to now. The same seed and the same now make the same story, to the last id. It decides nothing: what
/// alerts and people did is written down in the chapters, and what became of it the rules say.
/// </summary>
public sealed record DemoStory
{
    /// <summary>The only workspace that it is told in.</summary>
    public const string Workspace = "demo";

    /// <summary>What the workspace is called.</summary>
    public const string Name = "Fernhill Outdoor (demo)";

    /// <summary>How far it goes back.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(OrdinaryDays.Days);

    public required DateTimeOffset Now { get; init; }
    public required ImmutableArray<DefinitionDocument> Documents { get; init; }
    public required ImmutableArray<DemoStandIn> StandIns { get; init; }
    public required ImmutableArray<Silence> Silences { get; init; }
    public required ImmutableArray<DemoHeartbeat> Heartbeats { get; init; }
    public required ImmutableArray<DemoDeadLetter> DeadLetters { get; init; }

    /// <summary>Oldest first.</summary>
    public required ImmutableArray<Deploy> Deploys { get; init; }

    /// <summary>Each alone or with its group, who leads it first; in the order in which they began.</summary>
    public required ImmutableArray<ImmutableArray<DemoIncident>> Scenes { get; init; }

    /// <summary>What was tried, done and asked for, oldest first.</summary>
    public required ImmutableArray<DemoAction> Actions { get; init; }

    public required ImmutableArray<DemoRun> Runs { get; init; }

    /// <summary>What the shop has promised, as it was sent.</summary>
    public required ImmutableArray<SloDefinition> Promised { get; init; }

    /// <summary>What became of that: of a definition over a label, one for each value.</summary>
    public required ImmutableArray<DemoBudget> Budgets { get; init; }

    /// <summary>Those of tonight for whose causes somebody has looked: what is about the shop, and leads its group or is alone.</summary>
    public ImmutableArray<DemoIncident> Diagnosed =>
    [
        .. Incidents.Where(incident => incident.ParentId is null && incident.Now.Subject is { Namespace: "shop", Service: not null }
            && incident.Opened.CreatedAt > Now - Tonight.Begins),
    ];

    public IEnumerable<DemoIncident> Incidents => Scenes.SelectMany(scene => scene);

    /// <summary>What is told of incidents, one line a chapter.</summary>
    private static readonly ImmutableArray<Func<DemoDice, DateTimeOffset, IEnumerable<DemoScene>>> Chapters =
    [
        OrdinaryDays.Scenes, BadDays.Scenes, Storm.Scenes, Tonight.Scenes,
    ];

    /// <param name="now">When it is told.</param>
    /// <param name="seed">Tells one story from another.</param>
    /// <param name="publicUrl">Base of the links in its messages; null: no links.</param>
    public static DemoStory Of(DateTimeOffset now, int seed, string? publicUrl = null)
    {
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var dice = new DemoDice((ulong)seed);
        var documents = DemoShop.Documents(now);
        var definitions = DemoShop.Read(documents);
        var standIns = Rota.StandIns(definitions, now);
        definitions = definitions with
        {
            Overrides = [.. standIns.Select(standIn => OverrideRules.Read(
                definitions, standIn.Team, standIn.User, standIn.From, standIn.To, null, standIn.Reason, out _)!)],
        };
        var silences = QuietTimes.Silences(dice, now);
        // By dice of its own, so that what else is told stays as it is.
        var deploys = Rollouts.Deploys(new DemoDice((ulong)seed + 1), now);
        var stage = new DemoStage
        {
            Now = now, Definitions = definitions, Silences = silences, Deploys = deploys, Dice = dice, PublicUrl = publicUrl,
        };
        var heartbeats = Jobs.Heartbeats(now);
        ImmutableArray<ImmutableArray<DemoIncident>> scenes =
        [
            .. Chapters.SelectMany(chapter => chapter(dice, now)).Concat(Jobs.Scenes(heartbeats))
                .Where(scene => scene.At <= now).OrderBy(scene => scene.At).Select(scene => DemoRehearsal.Play(stage, scene)),
        ];
        var incidents = scenes.SelectMany(scene => scene).OrderBy(incident => incident.Opened.CreatedAt).ToList();
        var budgets = new DemoBudgets(now, incidents).All(new DemoDice((ulong)seed + 3));
        var telling = stage with { Dice = new DemoDice((ulong)seed + 4) };
        var told = DemoBudgets.Scenes(budgets).OrderBy(scene => scene.At).Select(scene => DemoRehearsal.Play(telling, scene));
        var acting = new DemoDice((ulong)seed + 2);
        var cluster = new DemoCluster(ActionPolicies.Of(definitions.Sections, ""), acting);
        return new()
        {
            Now = now,
            Documents = documents,
            StandIns = standIns,
            Silences = silences,
            Heartbeats = heartbeats,
            DeadLetters = Leftovers.DeadLetters(now),
            Deploys = deploys,
            Scenes = [.. scenes.Concat(told).OrderBy(scene => scene[0].Opened.CreatedAt)],
            Actions = new DemoDeeds(cluster, stage, incidents).All(),
            Runs = DemoRunbooks.All(acting, now, incidents),
            Promised = [.. Promises.Definitions.Select(slo => slo with { Workspace = Workspace })],
            Budgets = budgets,
        };
    }
}
