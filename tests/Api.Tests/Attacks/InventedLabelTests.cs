using System.Globalization;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Attacks;

/// <summary>
/// Senders choose services, sources, labels and addresses. Ten thousand of each leave no series: other tests count in this process too, so it is
/// looked for the names themselves.
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed class InventedLabelTests(SharedHost shared)
{
    private const string Invented = "zanzibar";
    private const int Many = 10_000;
    private const int InABody = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_senders_invent_is_in_no_series()
    {
        var guest = new Guest(shared.Host) { Workspace = $"{Invented}-ws" };
        for (var from = 0; from < Many; from += InABody)
        {
            var alerts = string.Join(',', Enumerable.Range(from, InABody).Select(number => $$$"""
                {"status":"resolved","fingerprint":"{{{Invented}}}{{{number}}}",
                 "labels":{"alertname":"{{{Invented}}}{{{number}}}","service":"{{{Invented}}}{{{number}}}",
                 "{{{Invented}}}_{{{number}}}":"x","severity":"{{{Invented}}}{{{number}}}","namespace":"{{{Invented}}}{{{number}}}"}}
                """));
            using var sent = await guest.PostAsync(
                "/webhook", $$"""{"groupKey":"g","status":"resolved","alerts":[{{alerts}}]}""", ("X-Source", "alertmanager"));
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync(Cancel));
        }
        await guest.IncidentAsync($"{Invented} title", $"{Invented}-key", $$""","service":"{{Invented}}-service" """);
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (number, _) =>
        {
            var name = number.ToString(CultureInfo.InvariantCulture);
            using var source = await guest.PostAsync("/webhook", """{"title":"x"}""", ("X-Source", Invented + name));
            Assert.InRange((int)source.StatusCode, 200, 499);
            using var path = await guest.AskAsync($"/{Invented}/{name}");
            Assert.Equal(404, (int)path.StatusCode);
            using var method = await shared.Host.SendAsync(new($"{Invented}{name}".ToUpperInvariant()), "/incidents", key: EdgeHost.Root);
            Assert.InRange((int)method.StatusCode, 400, 499);
        });
        var metrics = await shared.Host.Client.GetStringAsync("/metrics", Cancel);
        Assert.Contains("ai_sre_ingest_alerts_total{source=\"alertmanager\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(Invented, metrics, StringComparison.OrdinalIgnoreCase);
    }
}
