using AiSre.BudgetSilo;
using AiSre.Grains;
using AiSre.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.TestingHost;

// A silo with one grain that spends until somebody kills the process. Argument: "sqlite FOLDER" or "postgres CONNECTION-STRING".
var options = args[0] == "sqlite" ? new LedgerOptions { DataDirectory = args[1] } : new LedgerOptions { Postgres = args[1] };
var builder = new InProcessTestClusterBuilder(1);
builder.Options.ConfigureFileLogging = false;
builder.ConfigureHost(static host => host.Logging.ClearProviders());
builder.ConfigureSilo((_, silo) =>
{
    silo.Services.AddSingleton(Options.Create(options));
    if (options.Postgres is null) silo.Services.AddSqliteLedger();
    else silo.Services.AddPostgresLedger();
});
var cluster = builder.Build();
await cluster.DeployAsync();
var budget = cluster.Client.GetGrain<IBudgetGrain>(GrainKeys.Heartbeat("ws-1", "checkout"));
while (true) Console.WriteLine($"spent {await budget.SpendAsync()}");
