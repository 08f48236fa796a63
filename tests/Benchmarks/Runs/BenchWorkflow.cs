using System.Globalization;

namespace AiSre.Benchmarks.Runs;

/// <summary>A gate, and behind it steps of the kinds that runs are made of.</summary>
internal static class BenchWorkflow
{
    public const string Id = "bench";

    private const int Blocks = 5;

    /// <summary>Behind the gate.</summary>
    public const int Steps = Blocks * 4;

    /// <param name="acts">Every fourth step asks the guard for a proposal, which touches nothing; without it the fourth reads too.</param>
    public static string Text(bool acts)
    {
        var blocks = Enumerable.Range(1, Blocks).Select(i => string.Create(CultureInfo.InvariantCulture, $"""
                  - id: read_{i}
                    type: gather
                    collect: [recent_deploys]
                  - id: decide_{i}
                    type: condition
                    when: "steps.read_{i}.status == 'succeeded'"
                    else: fail
                  - id: keep_{i}
                    type: set
                    values: {"{"}said: "{"{{"}inputs.service{"}}"} was read", round: "{i}"{"}"}
                  - id: last_{i}
            {(acts ? Proposes : Reads)}
            """));
        return $$$"""
            workflows:
              {{{Id}}}:
                name: Benchmark
                inputs: {service: {required: true} }
                steps:
                  - {id: go, type: approval, expires_minutes: 30, message: "Go on with {{inputs.service}}?"}
            {{{string.Join('\n', blocks)}}}

            """;
    }

    private const string Reads = "        type: gather\n        collect: [recent_deploys]";

    private const string Proposes = "        type: action\n        action: suggest_config_fix\n"
        + "        args: {component: \"{{inputs.service}}\", issue: \"it runs out of memory\"}";
}
