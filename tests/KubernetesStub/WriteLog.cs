using System.Collections.Concurrent;

namespace AiSre.KubernetesStub;

/// <summary>A write that was carried out.</summary>
/// <param name="Verb"><c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>.</param>
/// <param name="Resource">As rights name it: <c>pods/eviction</c>.</param>
/// <param name="Uid">Of the object that was met.</param>
/// <param name="Body">As it was sent.</param>
public sealed record Write(string Verb, string Resource, string Namespace, string Name, string Uid, string Body)
{
    public override string ToString() => $"{Verb} {Resource} {Namespace}/{Name}";
}

/// <summary>Everything that a request changed, in order. What a dry run or a refusal did not change is not in it.</summary>
public sealed class WriteLog
{
    private readonly ConcurrentQueue<Write> writes = [];

    public IReadOnlyList<Write> All => [.. writes];

    /// <summary>Short, for comparing: <c>create pods/eviction shop/web-0</c>.</summary>
    public IReadOnlyList<string> Lines => [.. writes.Select(write => write.ToString())];

    internal void Add(Write write) => writes.Enqueue(write);
}
