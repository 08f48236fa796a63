using AiSre.Console.Tests.Browser;

namespace AiSre.Console.Tests;

/// <summary>How pages look where there is much on them.</summary>
public sealed class DemoPageTests(ConsoleHost host)
{
    [Theory, MemberData(nameof(EveryPage.AllOfDemo), MemberType = typeof(EveryPage))]
    public async Task A_page_fits_is_accessible_and_breaks_no_rule_with_two_weeks_of_incidents(string path, string name) =>
        await EveryPage.LookAgainAsync(host, path, name);
}
