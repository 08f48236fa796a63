using AiSre.Console.Parts;
using Markdig;
using Markdig.Parsers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>
/// What people write, as Markdown: emphasis, lists, quotes, code, links. HTML stays text, an image becomes a link, and a link leads to a web page or
/// is none. Headings would break the page's own outline, so they stay text too.
/// </summary>
internal static class NoteText
{
    private static readonly MarkdownPipeline Pipeline = Build();

    public static MarkupString Html(string text)
    {
        try
        {
            var document = Markdown.Parse(text, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList()) Tame(link);
            foreach (var link in document.Descendants<AutolinkInline>().ToList()) Tame(link);
            foreach (var code in document.Descendants<CodeBlock>()) code.GetAttributes().AddClass("code");
            return new(document.ToHtml(Pipeline));
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody means it.
            return new($"<p>{System.Net.WebUtility.HtmlEncode(text)}</p>");
        }
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UseSoftlineBreakAsHardlineBreak();
        builder.BlockParsers.TryRemove<HeadingBlockParser>();
        builder.BlockParsers.Find<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return builder.Build();
    }

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
