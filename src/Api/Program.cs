using AiSre.Api;
using AiSre.Api.Cluster;
using AiSre.Api.Platform;
using AiSre.Api.Settings;

try
{
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.AddClusterClient();
    builder.AddAiSreApi();

    var app = builder.Build();
    app.MapAiSreApi();
    app.UseMiddleware<ClusterGate>();
    await app.RunAsync();
    return 0;
}
catch (SettingException exception)
{
    await Console.Error.WriteLineAsync(LogFormatting.StartFailure(exception.Message));
    return 78; // EX_CONFIG
}
