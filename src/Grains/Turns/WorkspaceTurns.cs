using System.Diagnostics.CodeAnalysis;

namespace AiSre.Grains.Turns;

/// <summary>
/// Whose turn it is of the workspaces that have something waiting, a line each: one after the other, and those first that had nothing waiting before.
/// So whoever wants one thing gets it next, whatever the others want. A line that gets empty is dropped: quiet workspaces cost nothing. Its owner's
/// lock guards it.
/// </summary>
/// <typeparam name="TLine">What waits of one workspace, in whatever order.</typeparam>
public sealed class WorkspaceTurns<TLine> where TLine : class
{
    private readonly Dictionary<string, TLine> lines = new(StringComparer.Ordinal);
    private readonly Queue<(string Workspace, TLine Line)> fresh = new();
    private readonly Queue<(string Workspace, TLine Line)> turns = new();

    /// <summary>The line of a workspace that has something waiting.</summary>
    public TLine? Find(string workspace) => lines.GetValueOrDefault(workspace);

    /// <summary>The first thing waits of a workspace that had nothing waiting.</summary>
    public TLine Begin(string workspace, TLine line)
    {
        lines.Add(workspace, line);
        fresh.Enqueue((workspace, line));
        return line;
    }

    /// <summary>The line whose turn it is; afterwards say <see cref="Back"/> of it.</summary>
    public bool TryNext(out string workspace, [MaybeNullWhen(false)] out TLine line)
    {
        var any = fresh.TryDequeue(out var next) || turns.TryDequeue(out next);
        (workspace, line) = next;
        return any;
    }

    /// <summary>Something was taken of a line.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="line">Which.</param>
    /// <param name="isEmpty">Nothing is left in it.</param>
    public void Back(string workspace, TLine line, bool isEmpty)
    {
        if (isEmpty) lines.Remove(workspace);
        else turns.Enqueue((workspace, line));
    }
}
