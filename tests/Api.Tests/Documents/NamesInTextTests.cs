using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Documents;

/// <summary>Fields, words of closed lists, events and the like that pages name in <c>`snake_case`</c>.</summary>
[Collection(OnSharedHost.Name)]
public sealed partial class NamesInTextTests(SharedHost shared)
{
    /// <summary>What other products call something, and what stands nowhere as it is.</summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["Prometheus and Alertmanager"] =
            ["group_interval", "group_wait", "repeat_interval", "group_by", "alert_relabel_configs", "alertmanager_notifications_failed_total",
             "time_intervals", "mute_time_intervals"],
        ["PostgreSQL"] = ["pg_restore", "pg_isready", "archive_command", "max_connections"],
        ["Slack"] = ["token_revoked", "invalid_auth"],
        ["nginx and Caddy"] = ["real_ip", "trusted_proxies"],
        ["Graylog"] = ["http_post2_url", "http_post2_headers", "http_post2_all_values"],
        ["instrumentation"] = ["http_server_request_duration_seconds"],
        ["the client library of Prometheus"] =
            ["process_cpu_seconds_total", "process_working_set_bytes", "process_num_threads", "process_start_time_seconds",
             "process_virtual_memory_bytes", "process_private_memory_bytes", "process_open_handles", "dotnet_collection_count_total",
             "dotnet_total_memory_bytes"],
        ["the bodies of tests"] = ["no_end"],
        ["causes whose names are put together"] =
            ["liveness_probe_incorrect_port", "liveness_probe_incorrect_protocol", "liveness_probe_incorrect_path",
             "readiness_probe_incorrect_port", "readiness_probe_incorrect_protocol", "readiness_probe_incorrect_path"],
    };

    [Fact]
    public async Task Every_name_is_one_of_ours_or_known_to_be_of_others()
    {
        var known = await KnownAsync();
        Assert.Contains("occurrence_count", known);
        Assert.DoesNotContain("occurence_count", known);
        Findings.None(
            from page in MarkdownPage.OfToday
            from Match quoted in Quoted().Matches(page.Prose)
            from Match name in Name().Matches(quoted.Value)
            where !known.Contains(name.Value)
            select $"{page.Name}: {name.Value}");
    }

    /// <summary>The words of the API's description and of the sources; types and members as JSON writes them.</summary>
    private async Task<HashSet<string>> KnownAsync()
    {
        using var answer = await shared.Host.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        var description = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var texts = Sources().Select(file => File.ReadAllText(file)).Append(description);
        var known = Others.Values.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            known.UnionWith(Name().Matches(text).Select(match => match.Value));
            known.UnionWith(Member().Matches(text).Select(match => JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Value)));
        }
        return known;
    }

    private static IEnumerable<string> Sources() =>
        from folder in (string[])["src", "examples", "deploy"]
        from file in Directory.EnumerateFiles(Path.Combine(MarkdownPage.Root, folder), "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".razor" or ".yaml" or ".yml" or ".sql" && !Built().IsMatch(file)
        select file;

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![\w./$-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w-])")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b")]
    private static partial Regex Member();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex Built();
}
