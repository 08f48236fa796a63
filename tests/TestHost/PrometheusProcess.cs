namespace AiSre.TestHost;

/// <summary>A real Prometheus that scrapes one target every second or more often, evaluates one file of rules, and tells one Alertmanager.</summary>
public sealed class PrometheusProcess : MonitoringServer
{
    private PrometheusProcess()
    {
    }

    /// <param name="target">What is scraped.</param>
    /// <param name="alertmanager">Who is told.</param>
    /// <param name="rules">The YAML of the rule file.</param>
    /// <param name="scrapeInterval">How often.</param>
    public static async Task<PrometheusProcess> StartAsync(Uri target, Uri alertmanager, string rules, string scrapeInterval = "1s")
    {
        var server = new PrometheusProcess();
        try
        {
            var ruleFile = server.Write("rules.yml", rules);
            var config = server.Write("prometheus.yml", $"""
                global:
                  scrape_interval: {scrapeInterval}
                  evaluation_interval: 1s
                  external_labels:
                    cluster: test-cluster
                rule_files: ['{ruleFile}']
                alerting:
                  alertmanagers:
                    - static_configs:
                        - targets: ['{alertmanager.Authority}']
                scrape_configs:
                  - job_name: target
                    static_configs:
                      - targets: ['{target.Authority}']
                """);
            await server.RunAsync(
                ServerPrograms.Prometheus,
                $"--config.file={config}", $"--storage.tsdb.path={server.DataFolder}", $"--web.listen-address=127.0.0.1:{server.Port}",
                "--rules.alert.resend-delay=1s", "--log.level=warn");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
