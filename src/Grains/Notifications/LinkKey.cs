using System.Security.Cryptography;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Notifications;

/// <summary>
/// The key that signs links in messages. It is made once and lies in the ledger, so that all silos sign and check with the same one, a restart ends
/// no link, and a backup brings it back. It leaves no silo.
/// </summary>
public sealed class LinkKey(ILedger ledger, IDocumentReads documents)
{
    /// <summary>Of the platform, which no workspace is called.</summary>
    private static readonly DocumentKey Place = new("*", "link-key", "");

    /// <summary>It never changes, so one reading is enough.</summary>
    private byte[]? known;

    /// <exception cref="LedgerUnavailableException">It is not known, and the ledger is away.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync() => known ??= await FindAsync() ?? await MakeAsync();

    private async Task<byte[]?> FindAsync() => await documents.FindAsync(Place) is { } stored
        ? Convert.FromBase64String(DocumentText.Read<LinkKeyState>(stored.Text).Key)
        : null;

    private async Task<byte[]> MakeAsync()
    {
        var key = RandomNumberGenerator.GetBytes(LinkToken.KeyBytes);
        var entry = new DocumentEntry(Place) { Version = 0, Document = DocumentText.Write(new LinkKeyState { Key = Convert.ToBase64String(key) }) };
        await ledger.CommitAsync(entry);
        // Another silo was faster: its key is the platform's.
        return entry.Outcome is LedgerOutcome.Conflict
            ? await FindAsync() ?? throw new LedgerUnavailableException("The key of signed links cannot be read.")
            : key;
    }
}

/// <summary>What is stored of the key.</summary>
public sealed record LinkKeyState
{
    public int Version { get; init; } = 1;

    /// <summary>In base64.</summary>
    public required string Key { get; init; }
}
