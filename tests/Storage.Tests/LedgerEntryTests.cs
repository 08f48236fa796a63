using System.Runtime.CompilerServices;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests;

public sealed class LedgerEntryTests
{
    private static readonly List<Type> Kinds =
        [.. typeof(LedgerEntry).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(LedgerEntry)))];

    /// <summary>The queue is shared out by workspace: a kind that forgot to say whose it is would have no limit, as the platform itself.</summary>
    [Fact]
    public void Every_entry_but_the_probe_says_whose_it_is() =>
        Assert.Equal([typeof(LedgerProbeEntry)], Kinds.Where(SaysNothing));

    private static bool SaysNothing(Type kind) => kind.GetProperty(nameof(LedgerEntry.Workspace))!.DeclaringType == typeof(LedgerEntry);

    [Fact]
    public void Every_kind_of_entry_is_written_by_somebody() =>
        Assert.All(Kinds, kind => Assert.True(WrittenKinds.Include((LedgerEntry)RuntimeHelpers.GetUninitializedObject(kind)), kind.Name));
}
