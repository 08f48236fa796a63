using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks;

/// <summary>Measures the servers side by side: in every round each of them once, so that a slow minute of the machine hits all of them.</summary>
internal static class CompareCommand
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        var targets = new List<Target>();
        try
        {
            // The server is started first: the bare endpoint must send as much as it does.
            if (options.Wants("silo"))
            {
                if (options.Baseline is { } before) targets.Add(Baseline(await Target.SiloAsync(new() { Checkout = before })));
                targets.Add(await Target.SiloAsync());
            }
            var answer = targets.Count > 0 ? await AnswerOfAsync(targets[0].Ports[0]) : "";
            if (options.Wants("alertmanager")) targets.Insert(0, await Target.AlertmanagerAsync());
            if (options.Wants("bare")) targets.Insert(0, await Target.BareAsync(answer));

            if (options.Wants("postgres"))
            {
                if (options.Baseline is { } before) targets.Add(Baseline(await Target.PostgresAsync(before)));
                targets.Add(await Target.PostgresAsync());
            }
            foreach (var silos in new[] { 1, 2, 3 })
            {
                if (options.Wants($"silos-{silos}")) targets.Add(await Target.ServingSilosAsync(silos));
                if (options.Wants($"cluster-{silos}")) targets.Add(await Target.ClusterAsync(silos));
            }

            System.Console.WriteLine(ComparisonTable.Head);
            foreach (var scenario in Scenario.All.Where(scenario => scenario.Name.Contains(options.Scenario, StringComparison.OrdinalIgnoreCase)))
                Compare(scenario, targets, options);
        }
        catch
        {
            foreach (var dead in targets.Where(target => !target.IsRunning))
                System.Console.Error.WriteLine($"{dead.Name} has ended:{Environment.NewLine}{dead.Log()}");
            throw;
        }
        finally
        {
            foreach (var target in targets) await target.DisposeAsync();
        }
    }

    public static void Compare(Scenario scenario, List<Target> targets, BenchmarkOptions options)
    {
        foreach (var target in targets) Alone(target, targets, () => Measurement.Take(target, scenario, options.WarmUp));
        var rounds = targets.ToDictionary(target => target, _ => new List<Measurement>());
        for (var round = 0; round < options.Rounds; round++)
            foreach (var target in targets) rounds[target].Add(Alone(target, targets, () => Measurement.Take(target, scenario, options.Duration)));
        foreach (var target in targets) System.Console.WriteLine(ComparisonTable.Row(scenario, target, rounds[target], rounds[targets[0]]));
    }

    private static Target Baseline(Target target) => target with { Name = $"before: {target.Name}" };

    /// <summary>The others stand still meanwhile: a server that holds a million alerts has work to do even when nobody sends any.</summary>
    private static T Alone<T>(Target target, List<Target> targets, Func<T> measure)
    {
        foreach (var other in targets) other.Pause(other != target);
        try
        {
            return measure();
        }
        finally
        {
            foreach (var other in targets) other.Pause(false);
        }
    }

    private static async Task<string> AnswerOfAsync(int port)
    {
        using var http = new HttpClient();
        using var content = new StringContent($"[{KubernetesAlert.Json(0, "00000")}]", null, "application/json");
        using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/api/v2/alerts"), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
