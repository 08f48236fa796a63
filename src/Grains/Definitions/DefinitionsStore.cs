using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Grains.Definitions;

/// <summary>What a change makes of a workspace's definitions.</summary>
/// <param name="State">The same as before: nothing is written.</param>
/// <param name="Answer">What the caller is told.</param>
internal sealed record DefinitionsChange<T>(DefinitionsState State, T Answer)
{
    /// <summary>Texts of revisions that come or go with it.</summary>
    public ImmutableArray<Attachment> Texts { get; init; } = [];

    public AuditRecord? Audit { get; init; }

    /// <summary>Whom the change concerns.</summary>
    public ImmutableArray<AlarmChange> Alarms { get; init; } = [];
}

/// <summary>
/// The state of a definitions grain. The texts of its revisions lie beside it, one document each, and are only read when somebody asks about the
/// past.
/// </summary>
internal sealed class DefinitionsStore(IPersistentState<Kept<DefinitionsState>> store, IDocumentReads documents, string workspace, TimeProvider clock)
{
    private const int Attempts = 3;
    private static readonly DefinitionsState Nothing = new();

    public async ValueTask<DefinitionsState> ReadAsync() => await store.ReadAsync() ?? Nothing;

    /// <summary>Writes what a change makes of the state, once more on fresh state when somebody else has written in between.</summary>
    public async Task<T> ChangeAsync<T>(Func<DefinitionsState, DefinitionsChange<T>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync();
            var next = change(before);
            if (ReferenceEquals(before, next.State)) return next.Answer;
            try
            {
                var stamped = next.State with { Stamp = Math.Max(before.Stamp + 1, clock.GetUtcNow().ToUnixTimeMilliseconds()) };
                await store.CommitAsync(stamped, new()
                {
                    Attachments = next.Texts, Audit = next.Audit is null ? [] : [next.Audit], Alarms = next.Alarms,
                });
                return next.Answer;
            }
            catch (InconsistentStateException exception)
            {
                if (attempt == Attempts) throw new LedgerUnavailableException("The definitions are being changed by somebody else.", exception);
                await store.RefreshAsync();
            }
        }
    }

    public async Task<ImmutableArray<DefinitionDocument>> TextsAsync(DefinitionsRevision revision) =>
        await documents.FindAsync(new(workspace, DefinitionsTexts.Kind, IdOf(revision))) is { } stored
            ? DocumentText.Read<DefinitionsTexts>(stored.Text).Documents
            : [];

    /// <summary>The texts of a new revision, which commit with it.</summary>
    public static Attachment Keep(DefinitionsRevision revision, ImmutableArray<DefinitionDocument> documents) =>
        new(DefinitionsTexts.Kind, IdOf(revision), DocumentText.Write(new DefinitionsTexts { Documents = documents }));

    /// <summary>Those of one that is forgotten.</summary>
    public static Attachment Forget(DefinitionsRevision revision) => new(DefinitionsTexts.Kind, IdOf(revision), null);

    private static string IdOf(DefinitionsRevision revision) => FormattableString.Invariant($"{revision.Number}-{revision.Fingerprint}");
}
