using System.Text.RegularExpressions;
using AiSre.Api.Settings;
using AiSre.Silo;
using AiSre.Storage;
using AiSre.TestHost;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Settings;

/// <summary>What is written about settings is what the declarations say.</summary>
public sealed partial class SettingsInTextTests
{
    /// <summary>Only in the compose file itself, which puts them where the programs read them.</summary>
    private static readonly string[] OfCompose = ["AI_SRE_BIND", "AI_SRE_ADMIN_KEY", "AI_SRE_ALERTMANAGER_KEY"];

    private static readonly string Root = SiloBuild.RepositoryRoot()
        ?? throw new InvalidOperationException("This test reads the repository's files.");

    /// <summary>With <c>AI_SRE_TEST_UPDATE_GOLDEN=1</c> the table is written anew.</summary>
    [Fact]
    public void The_table_in_the_README_is_that_of_the_declarations()
    {
        var path = Path.Combine(Root, "README.md");
        var readme = File.ReadAllText(path);
        var table = Table().Match(readme).Value;
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, readme.Replace(table, Rendered(), StringComparison.Ordinal));
        Assert.Equal(Rendered(), Table().Match(File.ReadAllText(path)).Value);
    }

    [Fact]
    public void Deployments_docs_and_examples_name_no_setting_that_is_none()
    {
        string[] files =
        [
            Path.Combine(Root, "README.md"), Path.Combine(Root, "CONTRIBUTING.md"),
            .. from folder in (string[])["deploy", "docs", "examples"]
               from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
               select file,
        ];
        var known = AiSreSettings.All.Select(setting => setting.Name).Concat(OfCompose).ToHashSet(StringComparer.Ordinal);
        var unknown =
            from file in files
            from Match name in Name().Matches(File.ReadAllText(file))
            // Decisions tell of the past, and of mistakes.
            where !file.Contains($"{Path.DirectorySeparatorChar}decisions{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            where !known.Contains(name.Value) && !AiSreSettings.PassedOver.Any(prefix => name.Value.StartsWith(prefix, StringComparison.Ordinal))
            select $"{Path.GetRelativePath(Root, file)}: {name.Value}";
        Assert.Empty(unknown);
    }

    [Fact]
    public void What_the_table_calls_default_is_what_counts_without_a_setting()
    {
        foreach (var setting in AiSreSettings.All.OfType<Setting<int>>()) Assert.Equal($"{setting.Fallback}", setting.Default);
        foreach (var setting in AiSreSettings.All.OfType<Setting<string>>().Where(setting => setting.Fallback is not null))
            Assert.Equal(setting.Fallback, setting.Default.Trim('`').Replace("./", "", StringComparison.Ordinal));
        var (read, plain) = (SiloOptions.Read(new ConfigurationBuilder().Build()).Ledger, new LedgerOptions());
        Assert.Equivalent(plain, read, strict: true);
        Assert.Equal(AiSreSettings.PublicUrl.Fallback, new Grains.Notifications.TellOptions().PublicUrl);
    }

    private static string Rendered() =>
        "| setting | silo | API | default | allowed | meaning |\n|---|---|---|---|---|---|\n"
            + string.Concat(AiSreSettings.All.DistinctBy(setting => setting.Row).Select(Row));

    private static string Row(Setting setting) =>
        $"| `{setting.Row}` | {Mark(setting, Reader.Silo)} | {Mark(setting, Reader.Api)} | {setting.Default} | {Plain(setting.Allowed)} | "
            + $"{setting.Meaning} |\n";

    private static string Mark(Setting setting, Reader reader) => setting.ReadBy.HasFlag(reader) ? "x" : "";

    private static string Plain(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| setting \|.*\n(\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    // The rest of a name that is written with a placeholder is not looked at: AI_SRE_WEBHOOK_SECRET_<SOURCE>, AI_SRE_….
    [GeneratedRegex("AI_SRE_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_])(?!_?[<*…])")]
    private static partial Regex Name();
}
