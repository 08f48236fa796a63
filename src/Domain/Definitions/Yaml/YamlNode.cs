using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Yaml;

/// <summary>Where something stands. Lines and columns are counted from 1.</summary>
public readonly record struct TextPlace(string File, int Line, int Column)
{
    public DefinitionProblem Problem(string message) => new(File, Line, Column, message);
}

/// <summary>A part of a YAML text that knows its place.</summary>
/// <param name="Size">Nodes in it, those of aliases counted wherever they are used.</param>
public abstract record YamlNode(TextPlace Place, int Size)
{
    /// <summary>What people call it.</summary>
    public abstract string Kind { get; }
}

/// <param name="IsPlain">Without quotes: only then may it mean null.</param>
public sealed record YamlScalar(TextPlace Place, string Value, bool IsPlain) : YamlNode(Place, 1)
{
    public override string Kind => "a single value";

    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
}

public sealed record YamlList(TextPlace Place, int Size, ImmutableArray<YamlNode> Items) : YamlNode(Place, Size)
{
    public override string Kind => "a list";
}

public sealed record YamlMap(TextPlace Place, int Size, ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> Entries) : YamlNode(Place, Size)
{
    public override string Kind => "a set of keys";
}
