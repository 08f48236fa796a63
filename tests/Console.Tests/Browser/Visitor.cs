using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.Console.Tests.Browser;

/// <summary>Somebody at a browser. Whatever the browser complains about on the way fails the test.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    private Visitor(IBrowserContext context, IPage page, string workspace)
    {
        (this.context, Page, Workspace) = (context, page, workspace);
        Watch(page);
    }

    public IPage Page { get; private set; }

    public string Workspace { get; }

    /// <summary>Errors in the browser's own console, refused content and scripts that failed.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public IBrowserContext Context => context;

    internal static async Task<Visitor> OpenAsync(IBrowserContext context, string workspace)
    {
        context.SetDefaultTimeout(60_000);
        return new(context, await context.NewPageAsync(), workspace);
    }

    /// <summary>The address of a page, of the workspace or of workspaces themselves, which stand beside.</summary>
    internal static string AddressOf(string workspace, string path) =>
        path.StartsWith("/workspaces", StringComparison.Ordinal) ? $"console{path}" : $"console/{workspace}{path}";

    public async Task SignInAsync(string key)
    {
        await Page.GotoAsync("console/sign-in");
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sign-in"));
    }

    /// <summary>A page of the workspace, such as <c>/incidents</c>.</summary>
    public async Task<IPage> GoAsync(string path)
    {
        await Page.GotoAsync(AddressOf(Workspace, path));
        return Page;
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<IPage> TabAsync(string path)
    {
        var page = await context.NewPageAsync();
        Watch(page);
        await page.GotoAsync(AddressOf(Workspace, path));
        return page;
    }

    /// <summary>Goes to work in another tab.</summary>
    public void TurnTo(IPage page) => Page = page;

    /// <summary>Nothing went wrong on the way.</summary>
    public void AssertQuiet() => Assert.Empty(complaints);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            // A form that is shown again with its mistakes has a status that says so, which a browser calls an error.
            if (message.Type is not ("error" or "warning") || message.Text.Contains("status of 422", StringComparison.Ordinal)) return;
            complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => complaints.Add(error);
    }
}
