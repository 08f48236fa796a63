using AiSre.Console.Tests.Browser;

namespace AiSre.Console.Tests;

/// <summary>How every page looks.</summary>
public sealed class EveryPageTests(ConsoleHost host)
{
    [Theory, MemberData(nameof(EveryPage.All), MemberType = typeof(EveryPage))]
    public async Task A_page_fits_is_accessible_and_breaks_no_rule(string path, string name) =>
        await EveryPage.LookAsync(host, path, name);
}
