using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.Parts;

/// <summary>Links in Markdown that others wrote: a link leads to a web page or is none, and an image becomes a link.</summary>
internal static class MarkdownLinks
{
    public static void Tame(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList()) Tame(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToList()) Tame(link);
    }

    /// <summary>What cannot be read as Markdown is shown as it was written.</summary>
    public static MarkupString AsText(string markdown) => new($"<p>{System.Net.WebUtility.HtmlEncode(markdown)}</p>");

    private static void Tame(LinkInline link)
    {
        link.IsImage = false;
        if (WebAddress.Is(link.Url)) link.GetAttributes().AddProperty("rel", "noreferrer noopener");
        else link.ReplaceBy(new ContainerInline());
    }

    private static void Tame(AutolinkInline link)
    {
        if (!link.IsEmail && WebAddress.Is(link.Url)) link.GetAttributes().AddProperty("rel", "noreferrer noopener");
        else link.ReplaceBy(new LiteralInline(link.Url));
    }
}
