using AiSre.Api;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Silo;

if (CheckConfig.IsMeant(args)) return CheckConfig.Run(args, Console.Out, Environment.GetEnvironmentVariable);
try
{
    // Settings are read once: watching the folder for changes would wake for every page that the ledger writes into it.
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    var options = builder.AddAiSreSilo();
    builder.AddAiSreApi(options.ServeApi);

    var app = builder.Build();
    app.MapAiSreApi(options.ServeApi);
    await app.RunAsync();
    return 0;
}
catch (SettingException exception)
{
    await Console.Error.WriteLineAsync(LogFormatting.StartFailure(exception.Message));
    return 78; // EX_CONFIG
}
