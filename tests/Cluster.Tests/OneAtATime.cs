// Each of these tests uses the whole machine; side by side they would only measure one another.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]

namespace AiSre.Cluster.Tests;

/// <summary>Tests that wait for most of their time: one after the other too, but beside those that do not.</summary>
internal static class BesideTheOthers
{
    public const string Name = "beside the others";
}
