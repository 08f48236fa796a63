using AiSre.Benchmarks;

var options = BenchmarkOptions.Parse(args);
switch (options.Command)
{
    case "compare": await CompareCommand.RunAsync(options); return 0;
    case "startup": await StartupCommand.RunAsync(options); return 0;
    case "million": await MillionCommand.RunAsync(options); return 0;
    case "alarms" when options.Targets == "postgres": await PostgresAlarmsCommand.RunAsync(options); return 0;
    case "alarms": await AlarmsCommand.RunAsync(options); return 0;
    case "notifications": await NotificationsCommand.RunAsync(options); return 0;
    case "recovery": await RecoveryCommand.RunAsync(options); return 0;
    case "runs": await RunsCommand.RunAsync(options); return 0;
    case "fairness": await FairnessCommand.RunAsync(options); return 0;
    case "neighbour": await NeighbourCommand.RunAsync(options); return 0;
    case "tenants": await TenantsCommand.RunAsync(options); return 0;
    case "console": await ConsoleCommand.RunAsync(options); return 0;
    case "diagnosis": await DiagnosisCommand.RunAsync(options); return 0;
    case "history": await HistoryCommand.RunAsync(options); return 0;
    case "search": await SearchCommand.RunAsync(options); return 0;
    case "slos": await SlosCommand.RunAsync(options); return 0;
    case "bare": await BareServer.RunAsync(options.Port, options.Answer); return 0;
    default: Console.Error.WriteLine(BenchmarkOptions.Usage); return 2;
}
