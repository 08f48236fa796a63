using System.Globalization;

namespace AiSre.Benchmarks;

/// <summary>What the command line asked for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        compare [--seconds 5] [--rounds 3] [--warmup 3] [--scenario TEXT] [--targets bare,alertmanager,silo,postgres,silos-2,silos-3,cluster-1,cluster-2,cluster-3]
            [--baseline FOLDER]
            alerts a second, side by side in interleaved rounds; the baseline is another checkout, built in Release, and comes first
        startup [--rounds 5]
            start to first answer, and memory when idle
        million [--incidents 1000000] [--open 50000] [--data FOLDER] [--seconds 10]
            the same, and the list of open incidents, over a full data folder
        alarms [--alarms 100000] [--targets postgres]
            snoozes that end within one minute: whether each does once, and how late
        notifications [--scenario ingest|pages|delay] [--seconds 5] [--rounds 3] [--warmup 3]
            new incidents with and without definitions; pages a second of one silo; the delay of a page on an idle one and beside 5,000 repeats a second
        fairness [--targets silo,postgres] [--seconds 5] [--rounds 3] [--warmup 3]
            one alert at a time of a quiet workspace, while another floods and while it does not
        neighbour [--targets silo,postgres] [--seconds 5] [--rounds 3] [--warmup 3]
            deliveries and pages of a quiet workspace, while another sends twenty times its quota and while it does not
        tenants [--workspaces 2000] [--incidents 500] [--seconds 5] [--warmup 3]
            memory, the list of a workspace and taking alerts in, with one workspace of so many incidents and with many
        recovery [--steps 2000] [--targets silo,silos-2] [--rounds 3]
            steps that fell due while everything was down: how soon after the first answer they are told
        runs [--runs 1000] [--targets silo,postgres] [--scenario read|act] [--rounds 3]
            runs of a workflow at once: steps a second, and what they wait for
        console [--targets silo,postgres] [--scenario repeats|new] [--incidents 10000] [--tabs 200] [--seconds 5] [--rounds 3]
            how fast and heavy the console's pages are, and what open tabs cost ingest
        history [--incidents 100000] [--data FOLDER] [--seconds 5] [--warmup 3]
            how long the copy of a workspace's incidents takes to be read, what it holds, and how fast each question about history is
        search [--incidents 100000] [--data FOLDER] [--seconds 5] [--warmup 3]
            how fast incidents are found and sorted, by what is new, old, or not there
        diagnosis [--scenario look|storm] [--rounds 3] [--seconds 5] [--warmup 3]
            one look for a cause in a cluster of 10,000 pods, and what ingest notices of looking in a storm
        slos [--slos 1000]
            objectives with 30 days of events in every minute: how long a look at all of them takes, after a restart and a minute later
        The server must be built first: dotnet build -c Release src/Silo
        """;

    public required string Command { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    public int Rounds { get; init; } = 3;

    public string Scenario { get; init; } = "";

    public string Targets { get; init; } = "bare,alertmanager,silo";

    /// <summary>The folder of another checkout to compare with.</summary>
    public string? Baseline { get; init; }

    public int Incidents { get; init; } = 1_000_000;

    /// <summary>Of the incidents that a full data folder has.</summary>
    public int Open { get; init; } = 50_000;

    public int Alarms { get; init; } = 100_000;

    public int Steps { get; init; } = 2_000;

    public int Runs { get; init; } = 1_000;

    public int Tabs { get; init; } = 200;

    public int Slos { get; init; } = 1_000;

    public int Workspaces { get; init; } = 2_000;

    public string? DataFolder { get; init; }

    public int Port { get; init; }

    public string Answer { get; init; } = "";

    public static BenchmarkOptions Parse(string[] args)
    {
        var options = new BenchmarkOptions { Command = args.FirstOrDefault("") };
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            options = args[i] switch
            {
                "--seconds" => options with { Duration = Seconds(value) },
                "--warmup" => options with { WarmUp = Seconds(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--scenario" => options with { Scenario = value },
                "--targets" => options with { Targets = value },
                "--baseline" => options with { Baseline = value },
                "--incidents" => options with { Incidents = Number(value) },
                "--open" => options with { Open = Number(value) },
                "--alarms" => options with { Alarms = Number(value) },
                "--workspaces" => options with { Workspaces = Number(value) },
                "--slos" => options with { Slos = Number(value) },
                "--runs" => options with { Runs = Number(value) },
                "--tabs" => options with { Tabs = Number(value) },
                "--steps" => options with { Steps = Number(value) },
                "--data" => options with { DataFolder = value },
                "--port" => options with { Port = Number(value) },
                "--answer" => options with { Answer = value },
                _ => options with { Command = "" },
            };
        }

        return options;
    }

    /// <summary>Whether the server is among the targets.</summary>
    public bool Wants(string target) => Targets.Split(',').Contains(target);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
