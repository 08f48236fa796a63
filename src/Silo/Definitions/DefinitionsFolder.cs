using System.Collections.Immutable;
using System.Text;
using AiSre.Api.Settings;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Silo.Definitions;

/// <summary>
/// The operator's definitions: <c>oncall/</c>, <c>escalation/</c>, <c>notifications/</c>, <c>workflows/</c> and others below <c>AI_SRE_CONFIG_DIR</c>
/// (default <c>./config</c>), or files there whose names begin so.
/// </summary>
internal sealed record DefinitionsFolder(string Path, DefinitionsReader Reader)
{
    private const int MaxFiles = 200;
    private const string Generated = "generated";
    private const int MaxBytes = 256 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DefinitionsFolder Of(IConfiguration configuration, DefinitionsReader reader) => new(PathOf(configuration), reader);

    public static string PathOf(IConfiguration configuration) => System.IO.Path.GetFullPath(AiSreSettings.ConfigDirectory.Read(configuration));

    /// <summary>All files in the order of their names, and what is wrong with them before anybody has looked inside.</summary>
    public FolderContent Read()
    {
        var documents = ImmutableArray.CreateBuilder<DefinitionDocument>();
        var problems = ImmutableArray.CreateBuilder<DefinitionProblem>();
        foreach (var name in Names(problems))
        {
            if (documents.Count == MaxFiles)
            {
                problems.Add(new(name, 1, 1, $"There are more than {MaxFiles} files; put several of them together."));
                break;
            }
            documents.Add(new(name, Text(System.IO.Path.Combine(Path, name), name, problems)));
        }
        return new(documents.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>What the files define, or everything that is wrong.</summary>
    public DefinitionsReading Check(FolderContent content, Func<string, string?> environment)
    {
        var reading = Reader.ReadFiles(content.Documents, environment);
        return content.Problems.IsEmpty ? reading : new(null, content.Problems.AddRange(reading.Problems));
    }

    /// <summary>Files beside the folders whose names make them no definitions.</summary>
    public IEnumerable<string> Others() => Files("").Where(name => Reader.FolderOf(name) is null).Order(StringComparer.Ordinal);

    private List<string> Names(ImmutableArray<DefinitionProblem>.Builder problems)
    {
        if (!Directory.Exists(Path)) return [];
        // A ConfigMap has no folders.
        var names = Files("").Where(name => Reader.FolderOf(name) is not null).ToList();
        foreach (var folder in Directory.GetDirectories(Path).Select(path => System.IO.Path.GetFileName(path)))
        {
            if (Reader.IsFolder(folder))
            {
                names.AddRange(Files(folder).Select(file => $"{folder}/{file}"));
                // What the platform has proposed and a person has approved.
                if (Directory.Exists(System.IO.Path.Combine(Path, folder, Generated)))
                    names.AddRange(Files($"{folder}/{Generated}").Select(file => $"{folder}/{Generated}/{file}"));
            }
            else if (Reader.FolderLike(folder) is { } meant && Files(folder).Any())
                problems.Add(new(folder, 1, 1, $"No definitions are read from a folder '{folder}'; did you mean '{meant}'?"));
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Names with a dot in front are editors' and Kubernetes' own.</summary>
    private IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(System.IO.Path.Combine(Path, folder)).Select(path => System.IO.Path.GetFileName(path))
        .Where(file => System.IO.Path.GetExtension(file) is ".yaml" or ".yml" && !file.StartsWith('.'));

    private static string Text(string file, string name, ImmutableArray<DefinitionProblem>.Builder problems)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxBytes)
            {
                problems.Add(new(name, 1, 1, $"The file is longer than {MaxBytes / 1024} KB; split it into several files."));
                return "";
            }
            using var reader = new StreamReader(stream, Strict);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add(new(name, 1, 1,
                exception is ArgumentException ? "The file is not UTF-8." : $"The file cannot be read: {exception.Message}"));
            return "";
        }
    }
}

/// <param name="Documents">What the files hold.</param>
/// <param name="Problems">What is wrong with files and folders themselves.</param>
internal sealed record FolderContent(ImmutableArray<DefinitionDocument> Documents, ImmutableArray<DefinitionProblem> Problems)
{
    public bool Equals(FolderContent? other) =>
        other is not null && Documents.SequenceEqual(other.Documents) && Problems.SequenceEqual(other.Problems);

    public override int GetHashCode() => Documents.Length;
}
