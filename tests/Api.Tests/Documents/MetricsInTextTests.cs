using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using AiSre.Api.Platform;
using Prometheus;

namespace AiSre.Api.Tests.Documents;

/// <summary>The table of metrics in docs/operations.md has those that there are.</summary>
public sealed partial class MetricsInTextTests
{
    [Fact]
    public async Task Every_metric_is_in_the_table()
    {
        var told = Written("docs/operations.md");
        Findings.None((await MeasuredAsync()).Except(told));
    }

    [Fact]
    public async Task Every_metric_that_is_written_about_is_measured()
    {
        var measured = await MeasuredAsync();
        Findings.None(
            from page in MarkdownPage.OfToday
            from name in Written(page.Name)
            where !measured.Contains(name) && !measured.Contains(Series().Replace(name, ""))
            select $"{page.Name}: {name}");
    }

    private static HashSet<string> Written(string page) =>
        [.. Name().Matches(MarkdownPage.All.Single(found => found.Name == page).Prose).Select(match => match.Groups[1].Value)];

    /// <summary>What this process would show on <c>/metrics</c> after it has done all that it can do.</summary>
    private static async Task<HashSet<string>> MeasuredAsync()
    {
        foreach (var type in Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(HasMetrics))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        // Who collects first decides for the whole process whether the measures of all libraries are switched on.
        MetricsEndpoints.TameDefaults();
        using var page = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page, TestContext.Current.CancellationToken);
        return [.. Type().Matches(Encoding.UTF8.GetString(page.ToArray())).Select(match => match.Groups[1].Value)];
    }

    private static IEnumerable<Assembly> Assemblies() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "AiSre.*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal)).Select(name => Assembly.Load(name));

    // Those of Orleans are made by what is done with them.
    private static bool HasMetrics(Type type) => !type.ContainsGenericParameters && (type.Name == "OrleansMetrics"
        || type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(field => field.FieldType.Assembly == typeof(Metrics).Assembly));

    [GeneratedRegex(@"(?<![\w/])((?:ai_sre|orleans|process|dotnet)(?:_[a-z]+)+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^# TYPE (ai_sre_[a-z_]+|orleans_[a-z_]+|process_[a-z_]+|dotnet_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Series();
}
