using System.Collections.Immutable;
using System.Text;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions;

/// <summary>
/// Turns YAML into definitions, or says everything that is wrong with it. Strict: a key that nobody knows or a name that nothing has is a mistake in
/// who is told at night, and is told by day.
/// </summary>
public sealed class DefinitionsReader
{
    /// <summary>Of a file that is one thing.</summary>
    private const int MaxBytesOfThing = 64 * 1024;

    private readonly ImmutableArray<DefinitionSection> sections;
    private readonly ImmutableArray<string> names;
    private readonly string readersOfEnvironment;

    /// <exception cref="ArgumentException">Two sections have one name, or one needs names that none defines.</exception>
    public DefinitionsReader(IEnumerable<DefinitionSection> sections)
    {
        this.sections = [.. sections];
        names = [.. this.sections.Select(section => section.Name)];
        RefuseTwice("sections", names);
        RefuseTwice("sections define names that", Kinds);
        foreach (var section in this.sections)
        {
            foreach (var kind in section.Needs.Where(kind => !Kinds.Contains(kind)))
                throw new ArgumentException($"The section '{section.Name}' refers to names of the kind '{kind}', which no section defines.");
        }
        readersOfEnvironment = string.Join(", ", this.sections.Where(section => section.ReadsEnvironment).Select(section => $"'{section.Name}'"));
    }

    private IEnumerable<string> Kinds => sections.Select(section => section.Defines).OfType<string>();

    /// <summary>Whether files are read from a folder of that name.</summary>
    public bool IsFolder(string name) => sections.Any(section => section.Folder == name);

    /// <summary>The names of all such folders.</summary>
    public IEnumerable<string> Folders => sections.Select(section => section.Folder).Distinct().Order(StringComparer.Ordinal);

    /// <summary>
    /// Where a file belongs: <c>oncall/teams.yaml</c>, and <c>oncall.yaml</c> or <c>oncall-teams.yaml</c> where there can be no folders.
    /// </summary>
    public string? FolderOf(string file) => file.IndexOfAny(['/', '-', '.']) is > 0 and var end && IsFolder(file[..end]) ? file[..end] : null;

    /// <summary>The folder that was probably meant; null when it is some other.</summary>
    public string? FolderLike(string name) => Spelling.Nearest(name, sections.Select(section => section.Folder).Distinct());

    /// <param name="documents">The operator's files.</param>
    /// <param name="environment">The value of an environment variable; null when it is not set.</param>
    public DefinitionsReading ReadFiles(ImmutableArray<DefinitionDocument> documents, Func<string, string?> environment) =>
        Read(documents, new(environment, AllowedTargets.Any, Kinds) { MayUnprotect = true });

    /// <summary>What a workspace has defined for itself: no environment, and https addresses only.</summary>
    /// <param name="documents">Its own.</param>
    /// <param name="allowed">Targets besides public https.</param>
    /// <param name="mayUnprotect">Whoever wrote it belongs to no workspace, and may lift the protection of namespaces.</param>
    public DefinitionsReading ReadOwn(ImmutableArray<DefinitionDocument> documents, AllowedTargets allowed, bool mayUnprotect = false) =>
        Read(documents, new(null, allowed, Kinds) { MayUnprotect = mayUnprotect });

    /// <summary>A document as people may see it.</summary>
    public DefinitionDocument Redact(DefinitionDocument document) => DefinitionRedaction.Of(document, sections);

    /// <summary>A text that somebody made of a redacted one, with the secrets that it left as they are.</summary>
    public DefinitionDocument WithSecrets(DefinitionDocument edited, ImmutableArray<DefinitionDocument> inForce) =>
        KeptSecrets.In(edited, inForce, sections);

    /// <summary>What documents say in one section, for those who need nothing else of them.</summary>
    public ImmutableArray<DefinitionDocument> Only(string section, ImmutableArray<DefinitionDocument> documents) =>
        [.. documents.Select(document => DefinitionRedaction.Of(document, sections, section)).Where(document => document.Text.Length > 0)];

    /// <summary>What definitions define, by names.</summary>
    public DefinitionsSummary Summarize(WorkspaceDefinitions definitions) => DefinitionsSummary.Of(definitions) with
    {
        Lines = [.. sections.Select(section => section.Summary(definitions.Sections)).OfType<SummaryLine>()],
    };

    private DefinitionsReading Read(ImmutableArray<DefinitionDocument> documents, ReadingContext context)
    {
        var texts = Texts(documents, context);
        // Names first: a reference may stand before what it means.
        foreach (var section in sections)
            if (section.Defines is { } kind) texts.DefineNames(section.Name, kind, context);
        foreach (var section in sections.Where(section => !section.ReadsEnvironment || !context.IsTrusted))
            foreach (var node in texts.All(section.Name)) context.RefuseReferences(node, readersOfEnvironment);

        var values = sections.Aggregate(SectionValues.Empty, (values, section) => section.ReadInto(values, texts, context));
        foreach (var section in sections)
            if (section.Defines is { } kind) context.Names(kind).CheckReferences(context.Problems, section.BuiltIn.AsSpan());
        foreach (var section in sections) section.Check(values, texts, context);
        return context.Problems.All.Count == 0 ? new(new() { Sections = values }, []) : new(null, context.Problems.Sorted(documents));
    }

    private SectionTexts Texts(ImmutableArray<DefinitionDocument> documents, ReadingContext context)
    {
        var texts = new SectionTexts();
        foreach (var document in documents)
        {
            if (YamlTree.Parse(document, context.Problems.All) is not { } root) continue;
            if (FolderOf(document.Name) is { } folder && root is YamlMap map)
            {
                root = WithWholeNames(ThingOf(map, document, folder, context), folder);
                CheckFolder((YamlMap)root, folder, context);
            }
            texts.Add(root, document.Name, names, context);
        }
        return texts;
    }

    /// <summary>In its own folder a section may have a shorter name, which is another section's elsewhere.</summary>
    private YamlMap WithWholeNames(YamlMap map, string folder) => map with
    {
        Entries =
        [
            .. map.Entries.Select(entry => sections.FirstOrDefault(section => section.Folder == folder && section.NameInFolder == entry.Key.Value)
                is { } meant ? new(entry.Key with { Value = meant.Name }, entry.Value) : entry),
        ],
    };

    /// <summary>A file that is one thing of its section, as if that stood below its name in the section.</summary>
    private YamlMap ThingOf(YamlMap map, DefinitionDocument document, string folder, ReadingContext context)
    {
        if (sections.FirstOrDefault(section => (section.IsFileEach || section.IsListItemEach) && section.Folder == folder) is not { } section
            || map.Entries.Any(entry => names.Contains(entry.Key.Value))) return map;
        if (section.IsListItemEach) return Below(section, map, new YamlList(map.Place, map.Size + 1, [map]));
        if (Encoding.UTF8.GetByteCount(document.Text) > MaxBytesOfThing)
            context.Wrong(map.Place, $"A {section.Defines} has at most {MaxBytesOfThing / 1024} KB.");
        if (map.Entries.FirstOrDefault(entry => entry.Key.Value == "id").Value is not YamlScalar id)
        {
            context.Wrong(map.Place, $"A {section.Defines} needs an 'id'.");
            return map with { Entries = [] };
        }
        return Below(section, map, new YamlMap(map.Place, map.Size + 2, [new(id, map)]));
    }

    private static YamlMap Below(DefinitionSection section, YamlMap file, YamlNode things) =>
        new(file.Place, things.Size + 2, [new(new(file.Place, section.Name, IsPlain: true), things)]);

    /// <summary>The wrong folder is another mistake than a wrong word. A document that belongs to no folder may have all sections.</summary>
    private void CheckFolder(YamlMap map, string folder, ReadingContext context)
    {
        foreach (var (key, _) in map.Entries)
        {
            if (sections.FirstOrDefault(section => section.Name == key.Value) is { } section && section.Folder != folder)
                context.Wrong(key.Place, $"'{key.Value}' belongs into {section.Folder}/*.yaml.");
        }
    }

    private static void RefuseTwice(string what, IEnumerable<string> names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two {what} are called '{twice.Key}'.");
    }
}
