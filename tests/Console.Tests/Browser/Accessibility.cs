using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AiSre.Console.Tests.Browser;

/// <summary>What axe finds on a page that keeps somebody from using it.</summary>
internal static class Accessibility
{
    public static readonly AxeRunOptions All = new() { ResultTypes = [ResultType.Violations] };

    public static readonly AxeRunOptions Colours = new()
    {
        ResultTypes = [ResultType.Violations], RunOnly = new() { Type = "rule", Values = ["color-contrast"] },
    };

    public static async Task<IEnumerable<string>> SeriousAsync(IPage page, AxeRunOptions rules) =>
        (await page.RunAxe(rules)).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Select(node => node.Html))}");
}
