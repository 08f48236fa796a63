using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>
/// A top-level key of the definitions, which says everything about itself. Adding one is a class of this kind and a line in
/// <c>DefinitionSections</c>.
/// </summary>
public abstract class DefinitionSection
{
    /// <summary>The key, such as <c>teams</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The folder of its files, such as <c>oncall</c>.</summary>
    public abstract string Folder { get; }

    /// <summary>What it may also be called in files of its own folder.</summary>
    public virtual string NameInFolder => Name;

    /// <summary>What people call one of its things when others refer to them by name, such as <c>team</c>; null: nobody does.</summary>
    public virtual string? Defines => null;

    /// <summary>Names of that kind that are always there.</summary>
    public virtual ImmutableArray<string> BuiltIn => [];

    /// <summary>Kinds of names that it refers to. Each must be defined by a section.</summary>
    public virtual ImmutableArray<string> Needs => [];

    /// <summary>In the operator's files its values may come from the environment.</summary>
    public virtual bool ReadsEnvironment => false;

    /// <summary>A file of its folder may be one of its things, with its name under <c>id</c>.</summary>
    public virtual bool IsFileEach => false;

    /// <summary>It is a list, and a file of its folder may be one item of it.</summary>
    public virtual bool IsListItemEach => false;

    /// <summary>A line for <c>check-config</c>; null: another section's line says it.</summary>
    public abstract SummaryLine? Summary(SectionValues values);

    /// <summary>Whether nobody is shown what a key holds.</summary>
    /// <param name="path">Keys from the section down to the one that has <paramref name="parent"/> below it.</param>
    /// <param name="parent">What has the key.</param>
    /// <param name="key">The key.</param>
    public virtual bool Hides(IReadOnlyList<string> path, YamlMap parent, string key) => false;

    /// <summary>All names are known, and what they stand for is not.</summary>
    internal abstract SectionValues ReadInto(SectionValues values, SectionTexts texts, ReadingContext context);

    /// <summary>After all sections have been read: what can only be said then.</summary>
    public virtual void Check(SectionValues values, SectionTexts texts, ReadingContext context)
    {
    }
}

/// <summary>A section that makes a <typeparamref name="T"/> of what is written.</summary>
public abstract class DefinitionSection<T>(SectionKey<T> key) : DefinitionSection
{
    /// <summary>All names are known, and what they stand for is not.</summary>
    protected abstract T Read(SectionTexts texts, ReadingContext context);

    internal sealed override SectionValues ReadInto(SectionValues values, SectionTexts texts, ReadingContext context) =>
        values.With(key, Read(texts, context));
}
