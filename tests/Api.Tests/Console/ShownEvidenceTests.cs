using AiSre.Console.IncidentDetail.Panels;
using AiSre.Domain.Diagnosis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Api.Tests.Console;

/// <summary>What stands beside a claim.</summary>
public sealed class ShownEvidenceTests
{
    private static readonly Evidence Log = new()
    {
        Id = "E2", Kind = EvidenceKind.Log, Source = "logs of shop/web-1", Text = "<script>alert(2)</script>",
        IsSuspicious = true, IsTruncated = true, IsRedacted = true,
    };

    [Fact]
    public void An_item_is_opened_where_it_is_cited_first_and_one_that_is_not_there_is_not_cited()
    {
        var evidence = new ShownEvidence([Log]);
        ShownHypothesis[] shown =
        [
            ShownHypothesis.Of(1, Hypothesis("a", [new("first", ["E2"]), new("second", ["E2", "E9"])], []), evidence),
            ShownHypothesis.Of(2, Hypothesis("b", [new("third", ["E2"])], [new("fourth", ["E2"])]), evidence),
        ];
        Assert.Equal(
            [("first", false, 1, 1), ("second", false, 1, 0), ("third", false, 1, 0), ("fourth", true, 1, 0)],
            shown.SelectMany(one => one.Claims).Select(claim => (claim.Text, claim.IsAgainst, claim.Cited.Length, claim.Opened.Length)));
    }

    [Fact]
    public async Task What_reads_like_orders_is_marked_escaped_and_said_to_be_cut_and_redacted()
    {
        await using var renderer = new HtmlRenderer(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance);
        var html = await HtmlAsync<ClaimPart>(renderer, ("Of", new ShownClaim("It broke.", [Log], [Log]) { IsAgainst = true }));
        Assert.Contains("Speaks against it", html, StringComparison.Ordinal);
        Assert.Contains("It reads like orders to a machine", html, StringComparison.Ordinal);
        Assert.Contains("Cut. Secrets were taken out.", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_model_is_named_with_what_it_rests_on_and_is_said_to_decide_nothing()
    {
        await using var renderer = new HtmlRenderer(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance);
        var opinion = new ModelOpinion
        {
            Model = "small-1", RootCause = "It is <b>DNS</b>.", Summary = "Names.", Confidence = 0.7, GroundedShare = 0.5,
        };
        var html = await HtmlAsync<OpinionPart>(
            renderer, ("Of", opinion), ("IncidentId", "inc-1"), ("Claims", (ShownClaim[])[new("No name.", [Log], []) { Quote = "NXDOMAIN" }]));
        string[] expected =
            ["small-1", "It is &lt;b&gt;DNS&lt;/b&gt;.", "50 % of what it claimed", "Nothing is done because of it alone", "NXDOMAIN"];
        foreach (var said in expected) Assert.Contains(said, html, StringComparison.Ordinal);
    }

    private static Task<string> HtmlAsync<TPart>(HtmlRenderer renderer, params (string Name, object? Value)[] parameters) where TPart : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPart>(
            ParameterView.FromDictionary(parameters.ToDictionary(one => one.Name, one => one.Value)))).ToHtmlString());

    private static Hypothesis Hypothesis(string cause, Claim[] claims, Claim[] against) => new()
    {
        Cause = cause, Component = new("Pod", "shop", "web-1"), Confidence = 0.8, Claims = [.. claims], Against = [.. against],
    };
}
