using System.Collections.Immutable;
using AiSre.Domain.Access;

namespace AiSre.Grains.Workspaces;

/// <summary>
/// The keys of all workspaces that count, for the processes that check them: each asks again and again for what has changed since. Key: 0.
/// </summary>
[Alias("aisre.managed-keys")]
public interface IManagedKeysGrain : IGrainWithIntegerKey
{
    /// <summary>So many workspaces are on one page at most.</summary>
    const int PageSize = 200;

    /// <param name="after">An earlier answer's <see cref="ManagedKeysPage.Next"/>; null: begin anew.</param>
    [Alias("read"), Idempotent]
    Task<ManagedKeysPage> ReadAsync(string? after);
}

/// <param name="Workspaces">Those whose keys have changed since, with all keys that count; none: it has none any more.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="BeginsAnew">The place was unknown: this is the first of the pages that say everything, whatever was known before.</param>
/// <param name="IsLast">There is no more at the moment.</param>
[GenerateSerializer, Immutable, Alias("aisre.managed-keys-page")]
public sealed record ManagedKeysPage(
    [property: Id(0)] ImmutableArray<KeysOfWorkspace> Workspaces, [property: Id(1)] string Next, [property: Id(2)] bool BeginsAnew,
    [property: Id(3)] bool IsLast);

[GenerateSerializer, Immutable, Alias("aisre.keys-of-workspace")]
public sealed record KeysOfWorkspace([property: Id(0)] string Workspace, [property: Id(1)] ImmutableArray<ManagedKey> Keys);
