using System.Diagnostics;
using System.Globalization;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Rules;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using AiSre.Evals;

// Evals [--http] [--rename SEED] [--lose PERCENT SEED] FOLDER [part of an id]: what the rules make of recorded clusters; with --http what the
// product answers that has them before it, with --rename of clusters in which everything has another name, with --lose of those of which a part of
// the events, log lines, metrics and other alerts was not seen.
var asksProduct = args is ["--http", ..];
var rest = asksProduct ? args[1..] : args;
int? renamedBy = rest is ["--rename", var name, ..] ? int.Parse(name, CultureInfo.InvariantCulture) : null;
if (renamedBy is not null) rest = rest[2..];
(int, int)? loses = rest is ["--lose", var percent, var seed, ..]
    ? (int.Parse(percent, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture)) : null;
if (loses is not null) rest = rest[3..];
if (rest.Length == 0)
{
    Console.Error.WriteLine("Which folder of recorded cases?");
    return 64;
}

var cases = RecordedCase.In(rest[0], renamedBy, loses)
    .Where(recorded => rest.Length < 2 || recorded.Id.Contains(rest[1], StringComparison.Ordinal));
var verdicts = new List<Verdict>();
var times = new List<TimeSpan>();
if (asksProduct)
{
    var all = cases.ToList();
    await using var product = await AskedProduct.StartAsync(all);
    foreach (var (number, recorded) in all.Index()) Judge(recorded, await product.ExplainAsync(recorded, number));
}
else
{
    var engine = new Engine(RuleBook.All);
    foreach (var recorded in cases)
    {
        var scene = OfflineScene.Of(recorded);
        var began = Stopwatch.GetTimestamp();
        var report = engine.Explain(scene);
        Judge(recorded, (report, Stopwatch.GetElapsedTime(began)));
        SayWhatCannotBeShown(recorded, scene);
    }
}

Tables.Write(verdicts, Console.Out, showsAnswers: rest.Length > 1);
if (times.Count == 0) return 0;
times.Sort();
Console.WriteLine(FormattableString.Invariant(
    $"a case: median {At(0.5):0} ms, p95 {At(0.95):0} ms, longest {times[^1].TotalMilliseconds:0} ms"));
return 0;

double At(double share) => times[(int)Math.Ceiling(share * times.Count) - 1].TotalMilliseconds;

void Judge(RecordedCase recorded, (DiagnosisReport Report, TimeSpan Took) answer)
{
    verdicts.Add(Scoring.Judge(recorded, answer.Report));
    times.Add(answer.Took);
}

// The engine leaves out what a rule cannot show; whoever writes the rule wants to know.
static void SayWhatCannotBeShown(RecordedCase recorded, Scene scene)
{
    foreach (var rule in RuleBook.All)
    {
        try
        {
            _ = rule.See(scene).ToList();
        }
        catch (UncarriedClaimException wrong)
        {
            Console.WriteLine($"{recorded.Id}: {rule.Cause} says what it has not seen: {wrong.Message}");
        }
    }
}
