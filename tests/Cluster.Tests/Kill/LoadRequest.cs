namespace AiSre.Cluster.Tests.Kill;

/// <param name="WillResolve">The alert is resolved once this request is acknowledged.</param>
internal sealed record LoadRequest(Door Door, LoadAlert[] Alerts, bool Resolves = false, bool WillResolve = false)
{
    public string Path => Door == Door.Prometheus ? "/api/v2/alerts" : "/webhook";

    public string Headers => "Content-Type: application/json\r\n" + Door switch
    {
        Door.Prometheus => "",
        Door.Webhook => "X-Source: webhook\r\n",
        _ => "X-Source: alertmanager\r\n",
    };

    public byte[] Body => LoadAlert.Body(Door, Alerts, Resolves);
}
