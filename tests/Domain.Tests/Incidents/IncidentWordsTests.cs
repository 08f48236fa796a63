using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Incidents;

public class IncidentWordsTests
{
    private static readonly Incident Incident = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "High CPU\non A", Severity = Severity.High, Source = "Prometheus",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Subject = new() { Service = "Payments", Node = "n1" },
        Labels = [new("NodePool", "Blue"), new("empty", ""), new("service", "Payments"), new("forged", "a\nteam=x")],
    };

    [Fact]
    public void An_incident_is_found_by_its_title_id_source_place_and_the_values_of_its_labels_each_once() =>
        Assert.Equal("\nhigh cpu on a\ninc-1\nprometheus\npayments\nn1\nblue\na team=x\n", IncidentWords.Text(Incident));

    [Fact]
    public void A_label_is_a_line_and_so_is_a_part_of_the_place_and_no_value_can_forge_one()
    {
        var labels = IncidentWords.Labels(Incident);
        Assert.Equal("\nnodepool=blue\nempty=\nservice=payments\nforged=a team=x\nnode=n1\n", labels);
        Assert.Contains(IncidentWords.Line(new("nodePool", "BLUE")), labels, StringComparison.Ordinal);
        Assert.DoesNotContain(IncidentWords.Line(new("pool", "blue")), labels, StringComparison.Ordinal);
        Assert.DoesNotContain(IncidentWords.Line(new("team", "x")), labels, StringComparison.Ordinal);
        Assert.DoesNotContain(IncidentWords.Line(new("nodepool", "blu")), labels, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Disk  FULL", "disk", "full")]
    [InlineData("\"Disk full\" db", "disk full", "db")]
    [InlineData("a \"b c", "a", "b c")]
    [InlineData("a a A", "a")]
    [InlineData("  \"\" ")]
    [InlineData("91% it's", "91%", "it's")]
    public void A_search_is_words_and_what_is_quoted_is_one(string search, params string[] words) =>
        Assert.Equal(words, IncidentWords.Of(search));
}
