using AiSre.Domain.Tests.Definitions;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Authoring;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Domain.Tests.Workflows;

/// <summary>What the documentation shows can be run.</summary>
public sealed class DocsTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workflows", "workflows.md"));

    public static TheoryData<string> Examples =>
        [.. Text.Split("```yaml\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_runs_to_its_end(string example)
    {
        var folder = example.Contains("kind: runbook", StringComparison.Ordinal) ? "runbooks" : "workflows";
        var defined = Texts.Right(Texts.Files(example, name: $"{folder}/example.yaml"));
        var definition = Assert.Single(defined.Of(folder is "runbooks" ? RunbookSection.Key : WorkflowSection.Key));
        var run = Rehearsal.Of(definition,
            inputs: """{"namespace":"a","pod_name":"b","deployment_name":"c","replicas":5,"service":"d","reason_to_act":"OOMKilled"}""")
            .Happens(new RunBegins());
        for (var i = 0; i < 50 && !run.Run.IsOver; i++)
        {
            if (run.Command is not null)
            {
                run.Reports(ReportOutcome.Done, json: """
                    {
                      "pod_status": {"last_termination_reason": "OOMKilled", "phase": "Running"},
                      "pod": {"ready": true}, "workload": {"ready_replicas": 5}
                    }
                    """);
            }
            else if (run.Run.Gate is not null) Assert.Equal(AnswerOutcome.Accepted, run.Answer(role: ApproverRole.Admin));
            else run.Later(run.Run.DueAt!.Value - run.Now);
        }
        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
    }

    [Fact]
    public void Every_type_of_step_and_all_that_can_be_gathered_is_documented()
    {
        Assert.All(StepTypes.All, type => Assert.Contains($"**{type.Name()}**", Text, StringComparison.Ordinal));
        Assert.All(EvidenceKinds.All, kind => Assert.Contains($"`{kind}`", Text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<RunStatus>(), status => Assert.Contains($"`{status.Name()}`", Text, StringComparison.Ordinal));
    }
}
