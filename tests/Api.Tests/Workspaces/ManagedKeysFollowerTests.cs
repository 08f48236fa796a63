using System.Collections.Immutable;
using System.Reflection;
using AiSre.Api.Security;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Workspaces;
using AiSre.Domain.Access;
using AiSre.Grains;
using AiSre.Grains.Workspaces;
using AiSre.TestHost;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Api.Tests.Workspaces;

/// <summary>How a process comes to know the keys of workspaces, and keeps knowing them.</summary>
public sealed class ManagedKeysFollowerTests : IAsyncDisposable
{
    private static readonly string Text = TextOf("ws-1", "key-1");

    private readonly ApiKeyRing ring = new(ApiKeyParser.Parse(EdgeHost.Keys, true), TimeProvider.System);
    private readonly Desk desk = new();
    private readonly ManagedKeysFollower follower;

    public ManagedKeysFollowerTests() =>
        follower = new(() => DeskGrains.Over(desk), ring, TimeProvider.System, NullLogger<ManagedKeysFollower>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await follower.StopAsync(CancellationToken.None);
        follower.Dispose();
    }

    [Fact]
    public async Task Nothing_is_known_until_the_last_page_was_read()
    {
        desk.Say(new ManagedKeysPage([Keys("ws-1", "key-1")], "a/1", BeginsAnew: true, IsLast: false));
        desk.Say(new ManagedKeysPage([Keys("ws-2", "key-2")], "a/2", BeginsAnew: false, IsLast: false), waits: true);
        await follower.StartAsync(Cancel);
        await Poll.UntilAsync("the first page", () => ring.Find(Text) is not null);
        Assert.False(ring.Stored.IsLoaded);
        desk.Say(new ManagedKeysPage([], "a/2", BeginsAnew: false, IsLast: true));
        desk.GoOn();
        await Poll.UntilAsync("the last page", () => ring.Stored.IsLoaded);
        Assert.NotNull(ring.Find(TextOf("ws-2", "key-2")));
        Assert.Equal([null, "a/1", "a/2"], desk.Asked.Take(3));
    }

    [Fact]
    public async Task What_is_known_stays_in_force_while_nobody_can_be_asked()
    {
        desk.Say(new ManagedKeysPage([Keys("ws-1", "key-1")], "a/1", BeginsAnew: true, IsLast: true));
        await follower.StartAsync(Cancel);
        await Poll.UntilAsync("the keys", () => ring.Stored.IsLoaded);
        desk.IsAway = true;
        var before = desk.Asked.Length;
        await follower.UntilAsync(_ => desk.Asked.Length > before + 2, Cancel);
        Assert.NotNull(ring.Find(Text));
        desk.Say(new ManagedKeysPage([Keys("ws-1")], "a/2", BeginsAnew: false, IsLast: true));
        desk.IsAway = false;
        await follower.UntilAsync(known => known.Count == 0, Cancel);
        await Poll.UntilAsync("the end of the key", () => ring.Find(Text) is null);
    }

    [Fact]
    public async Task Another_activation_says_everything_anew_and_what_it_does_not_name_is_gone()
    {
        desk.Say(new ManagedKeysPage([Keys("ws-1", "key-1"), Keys("ws-2", "key-2")], "a/2", BeginsAnew: true, IsLast: true));
        await follower.StartAsync(Cancel);
        await Poll.UntilAsync("the keys", () => ring.Stored.IsLoaded);
        desk.Say(new ManagedKeysPage([Keys("ws-2", "key-2")], "b/1", BeginsAnew: true, IsLast: true));
        await Poll.UntilAsync("the end of the key", () => ring.Find(Text) is null);
        Assert.NotNull(ring.Find(TextOf("ws-2", "key-2")));
    }

    [Fact]
    public async Task Uses_are_kept_in_one_write_for_a_workspace_and_once_an_hour_for_a_key()
    {
        ring.Stored.Put("ws-1", Keys("ws-1", "key-1", "key-2", "key-3").Keys);
        ring.Stored.Put("ws-2", Keys("ws-2", "key-4").Keys);
        await follower.NoteUsesAsync();
        Assert.Empty(desk.Noted);
        ring.Find(Text);
        ring.Find(TextOf("ws-1", "key-2"));
        await follower.NoteUsesAsync();
        var (workspace, used) = Assert.Single(desk.Noted);
        Assert.Equal("ws-1", workspace);
        Assert.Equal(["key-1", "key-2"], used.Keys.Order());
        // The grain has kept it.
        ring.Stored.Put(
            "ws-1",
            [.. Keys("ws-1", "key-1", "key-2", "key-3").Keys.Select(key => key with { LastUsedAt = used.GetValueOrDefault(key.Id) })]);
        ring.Find(Text);
        await follower.NoteUsesAsync();
        Assert.Single(desk.Noted);
    }

    private static KeysOfWorkspace Keys(string workspace, params string[] ids) => new(
        workspace,
        [
            .. ids.Select(id => new ManagedKey
            {
                Id = id, Name = "grafana", Role = Role.Viewer, Hash = KeyText.HashOf(TextOf(workspace, id)), CreatedAt = DateTimeOffset.UnixEpoch,
                CreatedBy = "zoe",
            }),
        ]);

    private static string TextOf(string workspace, string id) => KeyText.Of(workspace, id, new byte[KeyText.SecretBytes]);

    /// <summary>What the grains would say and keep. What it has said last it says again, without anything new.</summary>
    internal sealed class Desk
    {
        private readonly Lock gate = new();
        private readonly Queue<(ManagedKeysPage Page, bool Waits)> pages = new();
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string?> asked = [];
        private volatile bool isAway;
        private string place = "";

        public ImmutableArray<string?> Asked
        {
            get
            {
                lock (gate) return [.. asked];
            }
        }

        public List<(string Workspace, ImmutableDictionary<string, DateTimeOffset> Used)> Noted { get; } = [];

        public bool IsAway
        {
            get => isAway;
            set => isAway = value;
        }

        public void Say(ManagedKeysPage page, bool waits = false)
        {
            lock (gate) pages.Enqueue((page, waits));
        }

        public void GoOn() => goesOn.SetResult();

        public async Task<ManagedKeysPage> ReadAsync(string? after)
        {
            (ManagedKeysPage Page, bool Waits) next;
            lock (gate)
            {
                asked.Add(after);
                if (isAway) throw new LedgerUnavailableException("The ledger cannot be read at the moment.");
                if (!pages.TryDequeue(out next)) return new([], place, BeginsAnew: false, IsLast: true);
                place = next.Page.Next;
            }
            if (next.Waits) await goesOn.Task;
            return next.Page;
        }
    }

#pragma warning disable CA1852 // A proxy is derived from it.
    private class DeskGrains : DispatchProxy
#pragma warning restore CA1852
    {
        private Desk desk = null!;
        private string key = "";

        public static IGrainFactory Over(Desk desk) => (IGrainFactory)Proxy(typeof(IGrainFactory), desk, "");

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IGrainFactory.GetGrain) => Proxy(targetMethod.GetGenericArguments()[0], desk, $"{args![0]}"),
            nameof(IManagedKeysGrain.ReadAsync) => desk.ReadAsync((string?)args![0]),
            nameof(IWorkspaceKeysGrain.NoteUsesAsync) => Note((ImmutableDictionary<string, DateTimeOffset>)args![0]!),
            var other => throw new MissingMethodException(other),
        };

        private Task Note(ImmutableDictionary<string, DateTimeOffset> used)
        {
            desk.Noted.Add((key, used));
            return Task.CompletedTask;
        }

        private static object Proxy(Type type, Desk desk, string key)
        {
            var proxy = Create(type, typeof(DeskGrains));
            (((DeskGrains)proxy).desk, ((DeskGrains)proxy).key) = (desk, key);
            return proxy;
        }
    }
}
