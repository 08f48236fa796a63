using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace AiSre.Console.Parts;

/// <summary>
/// A report of ours as a page shows it. What it quotes was written by others: HTML stays text, links are tamed as in notes, and nothing is styled
/// inline. The page has the headline, so the report's own is left out; ids of incidents lead to them.
/// </summary>
internal static partial class ReportText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <param name="addressOf">Where an incident is.</param>
    public static MarkupString Html(string markdown, Func<string, string> addressOf)
    {
        try
        {
            return new(Render(markdown, addressOf));
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody means it.
            return MarkdownLinks.AsText(markdown);
        }
    }

    private static string Render(string markdown, Func<string, string> addressOf)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        if (document is [HeadingBlock { Level: 1 } title, ..]) document.Remove(title);
        MarkdownLinks.Tame(document);
        foreach (var literal in document.Descendants<LiteralInline>().ToList()) LinkIncidents(literal, addressOf);
        foreach (var table in document.Descendants<Table>().ToList()) Align(table);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new ScrollingTable());
        renderer.Render(document);
        return text.ToString();
    }

    private static void LinkIncidents(LiteralInline literal, Func<string, string> addressOf)
    {
        // A link of its own leads where it leads.
        for (var around = literal.Parent; around is not null; around = around.Parent)
            if (around is LinkInline) return;
        var text = literal.Content.ToString();
        var at = 0;
        foreach (Match id in IncidentId().Matches(text))
        {
            literal.InsertBefore(new LiteralInline(text[at..id.Index]));
            var link = new LinkInline(addressOf(id.Value), "") { IsClosed = true };
            link.AppendChild(new LiteralInline(id.Value));
            literal.InsertBefore(link);
            at = id.Index + id.Length;
        }
        if (at == 0) return;
        literal.InsertBefore(new LiteralInline(text[at..]));
        literal.Remove();
    }

    /// <summary>By class: Markdig would do it by a style.</summary>
    private static void Align(Table table)
    {
        table.GetAttributes().AddClass("table");
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < row.Count && i < table.ColumnDefinitions.Count; i++)
                if (table.ColumnDefinitions[i].Alignment is TableColumnAlign.Right) row[i].GetAttributes().AddClass("num");
        }
        foreach (var column in table.ColumnDefinitions) column.Alignment = null;
    }

    [GeneratedRegex(@"\binc-[a-z0-9]{6,60}\b")]
    private static partial Regex IncidentId();

    /// <summary>A wide table scrolls by itself and leaves the page where it is.</summary>
    private sealed class ScrollingTable : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.Write("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}
