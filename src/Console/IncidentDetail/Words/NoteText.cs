using AiSre.Console.Parts;
using Markdig;
using Markdig.Parsers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
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
            MarkdownLinks.Tame(document);
            foreach (var code in document.Descendants<CodeBlock>()) code.GetAttributes().AddClass("code");
            return new(document.ToHtml(Pipeline));
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody means it.
            return MarkdownLinks.AsText(text);
        }
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UseSoftlineBreakAsHardlineBreak();
        builder.BlockParsers.TryRemove<HeadingBlockParser>();
        builder.BlockParsers.Find<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return builder.Build();
    }
}
