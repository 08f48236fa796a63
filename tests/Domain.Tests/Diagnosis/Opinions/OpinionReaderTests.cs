using AiSre.Domain.Diagnosis.Opinions;

namespace AiSre.Domain.Tests.Diagnosis.Opinions;

public sealed class OpinionReaderTests
{
    private const string Claim = """{"text":"t","evidence_ids":["E1"],"quote":"q"}""";

    private static string Shape(string more = "", string claims = Claim, string actions = "", string confidence = "0.5", string cause = "\"c\"") =>
        $$"""{"summary":"s","root_cause":{{cause}},"confidence":{{confidence}},"claims":[{{claims}}],"suggested_actions":[{{actions}}]{{more}}}""";

    [Fact]
    public void What_was_asked_for_is_read()
    {
        Assert.NotNull(OpinionReader.Read(Shape()));
        Assert.NotNull(OpinionReader.Read(Shape(actions: """{"name":"scale_deployment","evidence_ids":["E1"],"replicas":500}""")));
        Assert.NotNull(OpinionReader.Read("\n " + Shape() + "\n"));
    }

    public static TheoryData<string> Wrong =>
    [
        "", "null", "[]", "It is the database.", "```json\n" + Shape() + "\n```", Shape() + Shape(), "{\"summary\":\"s\"}",
        Shape(more: ",\"tool\":\"kubectl\""), Shape(more: ",\"summary\":\"again\""), Shape(cause: "7"), Shape(cause: "\"\""), Shape(cause: "\" \""),
        Shape(cause: $"\"{new string('x', 601)}\""), Shape(cause: "{}"), Shape(confidence: "1.1"), Shape(confidence: "-0.1"),
        Shape(confidence: "\"high\""), Shape(confidence: "1e999"), Shape(claims: string.Join(',', Enumerable.Repeat(Claim, 9))),
        Shape(claims: """{"text":"t","evidence_ids":[],"quote":"q"}"""), Shape(claims: """{"text":"t","evidence_ids":["E100"],"quote":"q"}"""),
        Shape(claims: """{"text":"t","evidence_ids":["E1; rm"],"quote":"q"}"""), Shape(claims: """{"text":"t","evidence_ids":["e1"],"quote":"q"}"""),
        Shape(claims: """{"text":"t","evidence_ids":["E1\n"],"quote":"q"}"""), Shape(claims: """{"text":"t","evidence_ids":"E1","quote":"q"}"""),
        Shape(claims: """{"text":"t","evidence_ids":["E1"]}"""), Shape(claims: """{"text":"t","evidence_ids":["E1"],"quote":"q","url":"x"}"""),
        Shape(claims: $$"""{"text":"{{new string('x', 301)}}","evidence_ids":["E1"],"quote":"q"}"""),
        Shape(claims: $$"""{"text":"t","evidence_ids":["E1"],"quote":"{{new string('x', 201)}}"}"""),
        Shape(actions: """{"name":"delete_namespace","evidence_ids":["E1"]}"""), Shape(actions: """{"name":"restart_pod","evidence_ids":[]}"""),
        Shape(actions: """{"name":"restart_pod","evidence_ids":["E1"],"pod_name":"billing-0"}"""),
        Shape(actions: """{"name":"restart_pod","evidence_ids":["E1"],"namespace":"kube-system"}"""),
        Shape(actions: """{"name":"scale_deployment","evidence_ids":["E1"],"replicas":"0"}"""),
        Shape(actions: """{"name":"scale_deployment","evidence_ids":["E1"],"replicas":1.5}"""),
        Shape(actions: string.Join(',', Enumerable.Repeat("""{"name":"restart_pod","evidence_ids":["E1"]}""", 4))),
        Shape(cause: "\"\\ud800\""), new string('[', 100), Shape(more: "," + new string(' ', 40_000) + "\"x\":1"),
    ];

    [Theory, MemberData(nameof(Wrong))]
    public void Anything_else_is_refused_whole(string answer) => Assert.Null(OpinionReader.Read(answer));
}
