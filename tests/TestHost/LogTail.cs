namespace AiSre.TestHost;

/// <summary>The last lines of a log, however long it runs.</summary>
internal sealed class LogTail
{
    private const int Limit = 150;

    private readonly Queue<string> _lines = [];

    public void Add(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            if (_lines.Count == Limit) _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    public override string ToString()
    {
        lock (_lines) return string.Join(Environment.NewLine, _lines);
    }
}
