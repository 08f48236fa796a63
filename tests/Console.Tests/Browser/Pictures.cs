using AiSre.TestHost;
using Microsoft.Playwright;

namespace AiSre.Console.Tests.Browser;

/// <summary>What pages look like, for people to see.</summary>
public static class Pictures
{
    public static string Folder { get; } = Path.Combine(SiloBuild.RepositoryRoot() ?? AppContext.BaseDirectory, "data", "screenshots");

    public static Task TakeAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
}
