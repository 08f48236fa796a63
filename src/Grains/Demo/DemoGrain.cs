using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Orleans.Placement;

namespace AiSre.Grains.Demo;

/// <summary>
/// Writes the story chapter by chapter, in turns of an alarm: it answers in between, lets others write, and goes on after a crash. How far it was is
/// stored after each turn; what is written twice is written once.
/// </summary>
[GrainType(DemoGrain.Kind), PreferLocalPlacement]
public sealed class DemoGrain(
    [PersistentState("demo", LedgerState.Storage)] IPersistentState<Kept<DemoState>> store, ILedger ledger, IIncidentReads reads,
    IActionReads actions, TellOptions tell, AlarmBell bell, TimeProvider clock, DedupOptions options) : Grain, IDemoGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "demo";

    /// <summary>Its alarm: there is more to write.</summary>
    private const string GoOn = "go-on";

    /// <summary>Who has put what the demo puts.</summary>
    private const string Actor = "demo";

    private const int Seed = 1_874;

    /// <summary>Shorter than whoever calls waits.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(700);

    private Task<DemoStory>? story;
    private DemoState? latest;

    private string Workspace => this.GetPrimaryKeyString();

    private AlarmTarget Target => new(Kind, Workspace, "");

    /// <summary>What there is to write, one line a kind. What comes later may refer to what came before.</summary>
    private ImmutableArray<IDemoChapter> Chapters =>
    [
        new DefinitionsChapter(GrainFactory, Workspace, Actor),
        new SilencesChapter(GrainFactory, Workspace),
        new DeploysChapter(ledger),
        new IncidentsChapter(ledger, reads, options),
        new HeartbeatsChapter(GrainFactory, Workspace),
        new DeadLettersChapter(ledger, reads, Workspace),
        new ActionsChapter(ledger, actions, GrainFactory, Workspace),
        new RunsChapter(ledger, Workspace),
        new AutonomyChapter(GrainFactory, Workspace),
        new BudgetsChapter(ledger, Workspace),
        new SlosChapter(GrainFactory, Workspace, Actor),
        new DiagnosesChapter(GrainFactory, Workspace),
    ];

    public async Task<DemoProgress> SeedAsync(string actor)
    {
        if (Workspace != DemoStory.Workspace) throw new InvalidOperationException($"The demo is never told in {Workspace}.");
        if (await store.ReadAsync() is null)
        {
            var defined = await GrainFactory.GetGrain<IDefinitionsGrain>(Workspace).ShowAsync();
            if (defined.Revision is { } revision && revision.By != Actor) return new() { Phase = DemoPhase.Refused };
            await store.RetryOnConflictAsync(async () =>
            {
                if (await store.ReadAsync() is not null) return true;
                var now = clock.GetUtcNow();
                return await WriteAsync(new() { StartedAt = now, Seed = Seed, By = actor }, new AlarmSet(GoOn, now.ToUnixTimeMilliseconds()));
            });
        }
        return await ProgressAsync();
    }

    public async Task<DemoProgress> ProgressAsync()
    {
        if (await store.ReadAsync() is not { } stored) return new() { Phase = DemoPhase.None };
        var state = latest ?? stored;
        var told = await StoryOf(state);
        var chapters = Chapters;
        var at = ChapterOf(state, chapters);
        return new()
        {
            Phase = state.FinishedAt is null ? DemoPhase.Running : DemoPhase.Done,
            Counts =
            [
                .. chapters.Select((chapter, i) => (chapter.Kind, Total: chapter.CountIn(told), Number: i))
                    .Select(c => new DemoCount(c.Kind, state.FinishedAt is not null || c.Number < at ? c.Total : c.Number == at ? state.Written : 0,
                        c.Total)),
            ],
            StartedAt = state.StartedAt,
            FinishedAt = state.FinishedAt,
        };
    }

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await store.ReadAsync() is not { FinishedAt: null } state) return AlarmAnswer.Obsolete;
        var began = clock.GetTimestamp();
        var told = await StoryOf(state);
        var chapters = Chapters;
        while (state.FinishedAt is null && clock.GetElapsedTime(began) < LongestTurn) latest = state = await GoOnAsync(state, told, chapters);
        var fired = alarm.Fired();
        // Later than the one that fired, so that it is another one.
        var again = new AlarmSet(GoOn, Math.Max(fired.DueAt + 1, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        await WriteAsync(state, state.FinishedAt is null ? [fired, again] : [fired]);
        latest = null;
        return AlarmAnswer.Settled;
    });

    /// <summary>Writes some more of the chapter that it is at, or turns to the next.</summary>
    private async Task<DemoState> GoOnAsync(DemoState state, DemoStory told, ImmutableArray<IDemoChapter> chapters)
    {
        var at = ChapterOf(state, chapters);
        var written = await chapters[at].WriteAsync(told, state.Written);
        if (written < chapters[at].CountIn(told)) return state with { Chapter = chapters[at].Kind, Written = written };
        return at + 1 < chapters.Length
            ? state with { Chapter = chapters[at + 1].Kind, Written = 0 }
            : state with { Chapter = chapters[at].Kind, Written = written, FinishedAt = clock.GetUtcNow() };
    }

    private static int ChapterOf(DemoState state, ImmutableArray<IDemoChapter> chapters) =>
        Math.Max(0, chapters.IndexOf(chapters.FirstOrDefault(chapter => chapter.Kind == state.Chapter)!));

    private async Task<bool> WriteAsync(DemoState next, params ImmutableArray<AlarmChange> alarms)
    {
        var written = await store.CommitAsync(next, new() { Alarms = alarms });
        bell.After(Target, alarms);
        return written;
    }

    /// <summary>Made again after a crash, and beside the grain's own turns: it takes a moment.</summary>
    private Task<DemoStory> StoryOf(DemoState state)
    {
        if (story is null or { IsFaulted: true }) story = Task.Run(() => DemoStory.Of(state.StartedAt, state.Seed, tell.PublicUrl));
        return story;
    }
}
