namespace AiSre.TestHost;

/// <summary>A real Alertmanager with one webhook receiver.</summary>
public sealed class AlertmanagerProcess : MonitoringServer
{
    private AlertmanagerProcess()
    {
    }

    /// <param name="receiver">Where it sends notifications; it sends none when null.</param>
    /// <param name="repeatInterval">After this time a firing group is sent again although nothing changed.</param>
    public static async Task<AlertmanagerProcess> StartAsync(Uri? receiver = null, string repeatInterval = "4h")
    {
        var server = new AlertmanagerProcess();
        try
        {
            var config = server.Write("alertmanager.yml", $"""
                route:
                  receiver: target
                  group_by: [alertname]
                  group_wait: 1s
                  group_interval: 2s
                  repeat_interval: {repeatInterval}
                receivers:
                  - name: target
                {(receiver is null ? "" : $"    webhook_configs: [{{url: '{receiver}', send_resolved: true}}]")}
                """);
            await server.RunAsync(
                ServerPrograms.Alertmanager,
                $"--config.file={config}", $"--storage.path={server.DataFolder}", $"--web.listen-address=127.0.0.1:{server.Port}",
                "--cluster.listen-address=", "--log.level=error");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
