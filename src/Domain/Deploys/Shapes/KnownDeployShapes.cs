using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Deploys.Shapes;

/// <summary>The shapes of the tools whose deploys are known, one file a tool in the folder Known, read when the first body asks for them.</summary>
public static class KnownDeployShapes
{
    private const string Resources = "deploy-shapes/";

    private static readonly Lazy<ImmutableArray<DeployShape>> Shapes = new(static () => [.. Tools.SelectMany(static tool => Read(tool))]);

    /// <summary>Sorted by name.</summary>
    public static readonly ImmutableArray<string> Tools =
    [
        .. typeof(KnownDeployShapes).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Resources.Length..])).Order(StringComparer.Ordinal),
    ];

    public static ImmutableArray<DeployShape> All => Shapes.Value;

    private static ImmutableArray<DeployShape> Read(string tool)
    {
        using var stream = typeof(KnownDeployShapes).Assembly.GetManifestResourceStream($"{Resources}{tool}.yaml")!;
        using var text = new StreamReader(stream);
        var context = new ReadingContext(null, AllowedTargets.None, []);
        var shapes = new DeployShapeReader(context).Read(tool, text.ReadToEnd());
        return context.Problems.All is [var problem, ..]
            ? throw new InvalidOperationException($"The shape of {tool}'s deploys is wrong: {problem}")
            : shapes;
    }
}
