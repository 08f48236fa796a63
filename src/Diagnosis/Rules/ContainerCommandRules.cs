using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>Containers whose command the runtime or a shell cannot run.</summary>
internal static partial class ContainerCommandRules
{
    public static ImmutableArray<Rule> All { get; } = [CommandNotFound(), ShellCommandNotFound(), CommandNotExecutable(), NotCreated()];

    private const string CommandAdvice = "Correct command and args in the pod template, or put the program into the image.";

    private static Rule CommandNotFound() => StartupRules.Of(
        "command_not_found", "what the runtime says about starting a container: \"executable file not found\", \"no such file or directory\"",
        CommandAdvice,
        scene => from stuck in scene.Stuck()
                 let found = stuck.Find(NoCommand())
                 where found is not null
                 let at = scene.ComponentOf(stuck.Pod)
                 select Found.At(
                     at, 0.94,
                     Statement.That(
                         $"The command of container {stuck.State.Name} of {at.Name} is not in the image, the executable was not found: "
                             + $"{Found.Short(found.Value.Match.Value)}.",
                         found.Value.Seen, stuck.Ended, stuck.Pod.KeptBy(at))));

    /// <summary>A shell was found and what it should run was not: exit code 127, and the shell says it in the log.</summary>
    private static Rule ShellCommandNotFound() => StartupRules.Of(
        "command_not_found", "exit code 127, and \"not found\" in the log", CommandAdvice,
        scene => from stuck in scene.Stuck()
                 let ended = stuck.LastEnd
                 where ended is { ExitCode: 127 } && stuck.Find(NoCommand()) is null
                 let line = scene.LogsOf(stuck.Pod)
                     .SelectMany(log => log.Lines.Where(line => ShellNotFound().IsMatch(line)).Select(line => (Log: log, Line: line)))
                         .FirstOrDefault()
                 let at = scene.ComponentOf(stuck.Pod)
                 select Found.At(
                     at, line.Line is null ? 0.88 : 0.93,
                     line.Line is null
                         ? Statement.That(
                             $"A command of container {stuck.State.Name} of {at.Name} was not found (exit code {127}).", stuck.Ended,
                             stuck.Pod.KeptBy(at))
                         : Statement.That(
                             $"A command of container {stuck.State.Name} of {at.Name} was not found (exit code {127}): "
                                 + $"{Found.Short(line.Line)}.",
                             Sighting.Of(line.Log, line.Line), stuck.Ended, stuck.Pod.KeptBy(at))));

    private static Rule CommandNotExecutable() => StartupRules.Of(
        "command_not_executable", "exit code 126, \"exec: … permission denied\"",
        "Make the program executable in the image, or correct the command; a file mounted from a ConfigMap needs its mode.",
        scene => from stuck in scene.Stuck()
                 let found = stuck.Find(NotExecutable())
                 let ended = stuck.LastEnd
                 where found is not null || (ended is { ExitCode: 126 } && stuck.Find(NoCommand()) is null)
                 let at = scene.ComponentOf(stuck.Pod)
                 select Found.At(
                     at, 0.92,
                     found is { } said
                         ? Statement.That(
                             $"The command of container {stuck.State.Name} of {at.Name} is not executable: {Found.Short(said.Match.Value)}.",
                             said.Seen, stuck.Ended, stuck.Pod.KeptBy(at))
                         : Statement.That(
                             $"The command of container {stuck.State.Name} of {at.Name} is not executable (exit code {126}, permission denied).",
                             stuck.Ended, stuck.Pod.KeptBy(at))));

    /// <summary>What is left: the runtime says why in its own words.</summary>
    private static Rule NotCreated() => StartupRules.Of(
        "container_not_created",
        "containers that cannot be created or started for another reason: CreateContainerError, RunContainerError, StartError",
        "Read what the container runtime says: a path that is mounted, a name that is still taken, a device, a limit.",
        scene => from stuck in scene.Stuck()
                 where (stuck.Reason is "CreateContainerError" or "RunContainerError" or "CreateContainerConfigError"
                         || stuck.LastEnd?.Reason is "StartError" or "ContainerCannotRun")
                     && stuck.Find(NoCommand()) is null && stuck.Find(NotExecutable()) is null && stuck.Find(SaidElsewhere()) is null
                 let seen = stuck.Words.FirstOrDefault(word => word.Kind == EvidenceKind.Event && !BackOff().IsMatch(word.Text))
                     ?? stuck.Words.FirstOrDefault(word => word.Text.Contains("terminated", StringComparison.Ordinal)) ?? stuck.Words[0]
                 let at = scene.ComponentOf(stuck.Pod)
                 select Found.At(
                     at, 0.75,
                     Statement.That(
                         $"Container {stuck.State.Name} of {at.Name} cannot be created or started ({stuck.Reason}): {Found.Short(seen.Text, 240)}",
                         seen, stuck.Ended, stuck.Pod.KeptBy(at))));

    [GeneratedRegex(@"exec: \\?""[^""\\]+\\?"": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory"
        + @"|no such file or directory)|executable file [`'""]?[^\s`'""]+[`'""]? not found(?: in \$PATH)?|stat \S+: no such file or directory"
        + @"|exec \S+: no such file or directory|no command specified|starting container process caused.*no such file or directory",
            RegexOptions.IgnoreCase)]
    private static partial Regex NoCommand();

    /// <summary>What other rules explain: missing Secrets and ConfigMaps, root, memory, the architecture.</summary>
    [GeneratedRegex(@"(?:secret|configmap) ""[^""]+"" not found|couldn't find key|runAsNonRoot|OOM-killed|exec format error",
        RegexOptions.IgnoreCase)]
    private static partial Regex SaidElsewhere();

    [GeneratedRegex("BackOff|Back-off")]
    private static partial Regex BackOff();

    [GeneratedRegex(": not found|command not found|No such file or directory", RegexOptions.IgnoreCase)]
    private static partial Regex ShellNotFound();

    [GeneratedRegex(@"exec: \\?""[^""\\]+\\?"": (?:permission denied|is a directory)|exec \S+: permission denied"
        + @"|open executable: Operation not permitted", RegexOptions.IgnoreCase)]
    private static partial Regex NotExecutable();
}
