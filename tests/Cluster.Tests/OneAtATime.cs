// Each of these tests uses the whole machine; side by side they would only measure one another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
