using System.Collections.Immutable;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>The shapes of the tools that are known, one file a tool in the folder Known, read when the first body asks for them.</summary>
public static class KnownShapes
{
    private static readonly ShapeLibrary Library = new(AlertSource.Tools, TextOf);

    public static ShapeIndex Index => Library.Index;

    /// <summary>Tools whose file is wrong: a body that names one is read as anybody's.</summary>
    public static ImmutableArray<UnreadableShape> Unreadable => Library.Unreadable;

    /// <summary>Those of one tool; none where nobody knows the tool, or its file is wrong.</summary>
    public static ImmutableArray<SourceShape> Of(string tool) => Library.Of(tool);

    /// <summary>True where each of the tool's shapes that names an identity guarantees it, and one of them does.</summary>
    public static bool GuaranteesIdentity(string tool) => Library.GuaranteesIdentity(tool);

    private static string TextOf(string tool)
    {
        using var stream = typeof(KnownShapes).Assembly.GetManifestResourceStream($"{AlertSource.ShapeResources}{tool}.yaml")
            ?? throw new ArgumentException($"There is no shape of {tool}.", nameof(tool));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
