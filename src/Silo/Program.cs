using AiSre.Api;
using AiSre.Api.Platform;
using AiSre.Silo;
using AiSre.Silo.Commands;
using AiSre.Silo.Start;
using AiSre.Storage.Files;

if (CommandLine.IsMeant(args)) return CommandLine.Run(args, Console.Out, Environment.GetEnvironmentVariable);
FileRights.RestrictToOwner();
CancellationToken started = default;
try
{
    // Settings are read once: watching the folder for changes would wake for every page that the ledger writes into it.
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    var options = builder.AddAiSreSilo();
    builder.AddAiSreApi(options.ServeApi);

    var app = builder.Build();
    started = app.Lifetime.ApplicationStarted;
    app.MapAiSreApi(options.ServeApi);
    await app.CheckStartAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (!started.IsCancellationRequested && StartFailure.Of(exception) is { } failure)
{
    await Console.Error.WriteLineAsync(LogFormatting.StartFailure(failure.Line));
    return failure.Code;
}
