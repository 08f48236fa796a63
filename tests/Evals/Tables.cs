namespace AiSre.Evals;

/// <summary>The score by family, what was taken for what, and how far a confidence can be trusted.</summary>
internal static class Tables
{
    public static void Write(IReadOnlyList<Verdict> verdicts, TextWriter output, bool showsAnswers)
    {
        output.WriteLine($"{"family",-26}{"cases",6}{"cause@1",9}{"object@1",9}{"joint@1",9}{"cause@3",9}{"joint@3",9}");
        foreach (var family in verdicts.GroupBy(verdict => $"{verdict.Case.Id.Split('/')[0]} {verdict.Case.Category}").OrderBy(group => group.Key))
        {
            Line(family.Key, [.. family]);
        }

        foreach (var system in verdicts.GroupBy(verdict => verdict.Case.Id.Split('/')[0])) Line($"{system.Key} all", [.. system]);
        foreach (var wrong in verdicts.Where(verdict => showsAnswers || !verdict.Joint1))
        {
            var truth = wrong.IsUndetermined ? "undetermined" : $"{wrong.Case.Truth["root_cause"]} {wrong.Case.Truth["fault_object"]}";
            output.WriteLine($"  {wrong.Case.Id}: {truth}");
            foreach (var answer in wrong.Report.Hypotheses.Take(3))
            {
                output.WriteLine($"      {answer.Confidence:0.00} {answer.Cause} {answer.Component}: {answer.RootCause}");
            }
        }

        var sure = verdicts.Where(verdict => verdict.Confidence >= 0.8).ToList();
        output.WriteLine($"confidence 0.8 and above: {sure.Count}, right {sure.Count(verdict => verdict.Joint1)}");

        void Line(string name, IReadOnlyList<Verdict> of)
        {
            Func<Verdict, bool>[] columns = [v => v.Cause1, v => v.Object1, v => v.Joint1, v => v.Cause3, v => v.Joint3];
            output.WriteLine($"{name,-26}{of.Count,6}{string.Concat(columns.Select(isRight => $"{of.Count(isRight) / (double)of.Count,9:0.00}"))}");
        }
    }
}
