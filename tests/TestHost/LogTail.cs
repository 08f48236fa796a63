namespace AiSre.TestHost;

/// <summary>The last lines of a log, however long it runs.</summary>
internal sealed class LogTail
{
    private const int Limit = 150;

    private readonly Queue<string> lines = [];

    public void Add(string? line)
    {
        if (line is null) return;
        lock (lines)
        {
            if (lines.Count == Limit) lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (lines) return string.Join(Environment.NewLine, lines);
    }
}
