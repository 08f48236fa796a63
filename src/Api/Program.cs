using AiSre.Api;
using AiSre.Api.Cluster;
using AiSre.Api.Platform;
using AiSre.Api.Settings;

CancellationToken started = default;
try
{
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.AddClusterClient();
    builder.AddAiSreApi();

    var app = builder.Build();
    started = app.Lifetime.ApplicationStarted;
    app.MapAiSreApi();
    app.UseMiddleware<ClusterGate>();
    ListeningAddresses.Check(app.Configuration);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (!started.IsCancellationRequested && StartFault.Of(exception) is { } line)
{
    await Console.Error.WriteLineAsync(LogFormatting.StartFailure(line));
    return 78; // EX_CONFIG
}
