using System.Text.RegularExpressions;
using AiSre.Api.Tests.Description;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Documents;

/// <summary>What pages say of the API is what the API says of itself.</summary>
[Collection(OnSharedHost.Name)]
public sealed partial class RoutesInTextTests(SharedHost shared)
{
    [Fact]
    public async Task Every_operation_and_query_parameter_that_a_page_names_exists()
    {
        var routes = new RoutesInText(await ApiDocument.ReadAsync(shared.Host));
        var named =
            (from page in MarkdownPage.OfToday
             from Match operation in Operation().Matches(page.Prose)
             select (page.Name, Method: operation.Groups[1].Value, Address: operation.Groups[2].Value.TrimEnd('.', ',', ';', ':'))).ToList();
        Assert.Contains(("docs/incidents.md", "GET", "/incidents/{id}/explain"), named);
        Findings.None(
            from name in named
            let wrong = routes.WrongWith(name.Method, name.Address)
            where wrong is not null
            select $"{name.Name}: {wrong}");
    }

    [Theory]
    [InlineData("GET", "/incidents/inc-1?x=1", "it has no parameter x")]
    [InlineData("GET", "/incident", "there is no such operation")]
    [InlineData("DELETE", "/incidents/{id}", "there is no such operation")]
    [InlineData("GET", "/incidents?state=open&limit=5", null)]
    [InlineData("GET", "/slo/{name}/budget?target=0.99", null)]
    public async Task What_does_not_exist_is_noticed(string method, string address, string? says)
    {
        var wrong = new RoutesInText(await ApiDocument.ReadAsync(shared.Host)).WrongWith(method, address);
        if (says is null) Assert.Null(wrong);
        else Assert.EndsWith(says, wrong, StringComparison.Ordinal);
    }

    /// <summary>With <c>AI_SRE_TEST_UPDATE_GOLDEN=1</c> the tables are written anew.</summary>
    [Fact]
    public async Task The_page_of_the_API_has_every_operation_parameter_and_field()
    {
        const string Start = "<!-- api:start -->\n", End = "<!-- api:end -->";
        var path = Path.Combine(MarkdownPage.Root, "docs", "api.md");
        var tables = new ApiTables(await ApiDocument.ReadAsync(shared.Host)).ToString();
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (from, to) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_UPDATE_GOLDEN") == "1") File.WriteAllText(path, text[..from] + tables + text[to..]);
        else Assert.Equal(tables, text[from..to]);
    }

    [GeneratedRegex(@"\b(GET|HEAD|POST|PUT|PATCH|DELETE) (/[^\s`""'|)\]]*)")]
    private static partial Regex Operation();
}
