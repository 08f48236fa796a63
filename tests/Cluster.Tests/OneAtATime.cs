// Each of these tests uses the whole machine; side by side they would only measure one another. One that mostly waits is in a collection of its own.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]
