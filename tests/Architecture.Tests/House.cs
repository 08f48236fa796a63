using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using Assembly = System.Reflection.Assembly;

namespace AiSre.Architecture.Tests;

/// <summary>What the rules look at: the projects of src as they were built, and the files that they were built from.</summary>
internal static class House
{
    public const string Root = "AiSre";

    /// <summary>The projects of src, by the names of their folders.</summary>
    public static readonly ImmutableArray<string> Projects =
        [.. Directory.EnumerateFiles(Path.Combine(Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    public static readonly ImmutableDictionary<string, Assembly> Assemblies =
        Projects.ToImmutableDictionary(project => project, project => Assembly.Load($"{Root}.{project}"));

    /// <summary>Their types and who uses whom, read from the compiled code.</summary>
    public static readonly ArchUnitNET.Domain.Architecture Built = new ArchUnitNET.Loader.ArchLoader().LoadAssemblies([.. Assemblies.Values]).Build();

    private static string? repository;

    /// <summary>The folder with AiSre.sln.</summary>
    public static string Repository => repository ??= Above(AppContext.BaseDirectory);

    /// <summary>Types that somebody wrote: not what compilers and generators add.</summary>
    public static IEnumerable<Type> Written(string project) => Assemblies[project].GetTypes()
        .Where(type => type.Namespace is { } name && IsOurs(name) && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<'));

    /// <summary>The same, as the reader of compiled code knows them.</summary>
    public static IEnumerable<IType> Read(string project) => Built.Types.Where(type =>
        type.Assembly.Name.Split(',')[0] == $"{Root}.{project}" && IsOurs(type.Namespace.FullName));

    /// <summary>What its code names, between the brackets of generics too.</summary>
    public static IEnumerable<IType> UsedBy(IType type) => type.Dependencies
        .SelectMany(dependency => dependency.TargetGenericArguments.SelectMany(Within).Prepend(dependency.Target))
        .Where(used => used is not GenericParameter).Distinct();

    /// <summary>C# files below a folder of the repository; what builds leave behind is left out.</summary>
    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Repository, file);

    public static bool IsOurs(string name) => name == Root || name.StartsWith($"{Root}.", StringComparison.Ordinal);

    private static IEnumerable<IType> Within(GenericArgument argument) => argument.GenericArguments.SelectMany(Within).Prepend(argument.Type);

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "AiSre.sln"))
        ? folder
        : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests has AiSre.sln."));
}
