using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Workflows.Authoring;

/// <summary>Reads one step: the keys that all have, and those of its type.</summary>
internal sealed class StepReader(ReadingContext context, StepNames names)
{
    private const int MaxSeconds = WorkflowDefinition.MaxTimeoutMinutes * 60;

    private static readonly string[] Common = ["id", "type", "when", "timeout_seconds", "retry", "continue_on_error"];
    private static readonly string[] Exits = [StepExit.Next, StepExit.End, StepExit.Fail];

    /// <summary>For those who refer to it before it is read.</summary>
    public static string? IdOf(YamlNode node) => (node as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Value == "id").Value is YamlScalar id
        ? id.Value : null;

    public WorkflowStep? Read(YamlNode node)
    {
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"A step is {node.Kind}; allowed is a set of keys, such as {{id: evidence, type: gather}}.");
            return null;
        }
        var what = IdOf(node) is { } known ? $"The step '{Spelling.Shown(known)}'" : "A step";
        if (Type(map, what) is not { } type) return null;
        if (Fields.Of(node, $"{what} ({type.Name()})", context, [.. Common, .. KeysOf(type)]) is not { } fields) return null;
        fields.Need("id", "evidence");
        var step = new WorkflowStep
        {
            Id = Id(fields),
            Type = type,
            When = Condition(fields, "when"),
            TimeoutSeconds = fields.Whole("timeout_seconds", 1, 600),
            Retry = Retry(fields),
            ContinueOnError = fields.Flag("continue_on_error") ?? false,
        };
        return type switch
        {
            StepType.Gather => step with { Collect = Collect(fields), Outputs = Outputs(fields) },
            StepType.Condition => WithCondition(step, fields),
            StepType.Action => step with { Action = Action(fields), Rollback = Rollback(fields), Outputs = Outputs(fields) },
            StepType.Approval => WithApproval(step, fields),
            StepType.Wait => step with { Seconds = Wait(fields) },
            StepType.Notify => WithNotice(step, fields),
            StepType.Verify => WithVerification(step, fields),
            _ => step with { Values = Templates(fields, "values", "severity: \"{{incident.severity}}\"") },
        };
    }

    private static string[] KeysOf(StepType type) => type switch
    {
        StepType.Gather => ["collect", "outputs"],
        StepType.Condition => ["else"],
        StepType.Action => ["action", "args", "rollback", "outputs"],
        StepType.Approval => ["approver_role", "expires_minutes", "message", "four_eyes"],
        StepType.Wait => ["seconds", "minutes"],
        StepType.Notify => ["message", "channel"],
        StepType.Verify => ["after_seconds", "expect", "on_fail"],
        _ => ["values"],
    };

    private StepType? Type(YamlMap map, string what)
    {
        var written = map.Entries.FirstOrDefault(entry => entry.Key.Value == "type").Value;
        if (StepTypes.Of((written as YamlScalar)?.Value) is { } type) return type;
        var allowed = StepTypes.All.Select(known => known.Name());
        context.Wrong((written ?? map).Place, written is YamlScalar scalar
            ? $"'{Spelling.Shown(scalar.Value)}' is no type of a step; {Spelling.Allowed(scalar.Value, allowed)}"
            : $"{what} needs a 'type': {string.Join(", ", allowed)}.");
        return null;
    }

    private string Id(Fields fields)
    {
        if (fields.Scalar("id") is not { } id) return "";
        if (!WorkflowReader.IsId(id.Value))
            context.Wrong(id.Place, $"'{Spelling.Shown(id.Value)}' is no id of a step; allowed are 1 to 64 small letters, digits, '_' and '-'.");
        else if (Exits.Contains(id.Value)) context.Wrong(id.Place, $"A step cannot be called '{id.Value}'; 'else' could not name it.");
        else if (names.Before.Contains(id.Value)) context.Wrong(id.Place, $"There is a step '{id.Value}' before this one already.");
        return id.Value;
    }

    private string? Condition(Fields fields, string key, params string[] more)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        if (Expression.Parse(scalar.Value, out var problem) is { } expression) names.Check(expression.Paths, scalar.Place, context, more);
        else context.Wrong(scalar.Place, $"'{key}' cannot be read: {problem}.");
        return scalar.Value;
    }

    private StepRetry? Retry(Fields fields)
    {
        if (fields.Node("retry") is not { } node) return null;
        if (Fields.Of(node, "'retry'", context, "max_attempts", "backoff_seconds", "factor", "max_backoff_seconds") is not { } given) return null;
        return new(
            given.Whole("max_attempts", 1, 10) ?? 3, given.Whole("backoff_seconds", 1, 3_600) ?? 2, given.Whole("factor", 1, 10) ?? 2,
            given.Whole("max_backoff_seconds", 1, 3_600) ?? 60);
    }

    private ImmutableArray<string> Collect(Fields fields)
    {
        fields.Need("collect", "[pod_status, events, logs]");
        var kinds = fields.Scalars("collect", "pod_status, events");
        foreach (var kind in kinds.Where(kind => !EvidenceKinds.All.Contains(kind.Value)))
            context.Wrong(kind.Place, $"'{Spelling.Shown(kind.Value)}' cannot be gathered; {Spelling.Allowed(kind.Value, EvidenceKinds.All)}");
        return [.. kinds.Select(kind => kind.Value).Distinct()];
    }

    private ImmutableSortedDictionary<string, string> Outputs(Fields fields) =>
        Texts(fields, "outputs", "reason: \"$.pod_status.last_termination_reason\"", path =>
        {
            if (ValuePath.ParseJson(path.Value, out var problem) is null) context.Wrong(path.Place, $"This path cannot be read: {problem}.");
        });

    private WorkflowStep WithCondition(WorkflowStep step, Fields fields)
    {
        fields.Need("when", "\"steps.evidence.outputs.reason == 'OOMKilled'\"");
        if (fields.Scalar("else") is not { } other) return step;
        if (!Exits.Contains(other.Value) && !names.Behind.Contains(other.Value))
            context.Wrong(other.Place, $"'{Spelling.Shown(other.Value)}' is neither a way out nor a step further down; "
                + Spelling.Allowed(other.Value, Exits.Concat(names.Behind)));
        return step with { Else = other.Value };
    }

    private ActionTemplate? Action(Fields fields)
    {
        fields.Need("action", WorkflowActions.RestartPod);
        return fields.Word("action", WorkflowActions.All) is { } action ? new(action, Args(fields, action)) : null;
    }

    private ActionTemplate? Rollback(Fields fields) =>
        fields.Node("rollback") is { } node && Fields.Of(node, "'rollback'", context, "action", "args") is { } given ? Action(given) : null;

    private ImmutableSortedDictionary<string, string> Args(Fields fields, string action)
    {
        var args = Templates(fields, "args", "namespace: \"{{inputs.namespace}}\"");
        string[] allowed = [.. WorkflowActions.Required(action), .. WorkflowActions.Optional(action)];
        foreach (var name in args.Keys.Where(name => !allowed.Contains(name)))
            fields.Wrong("args", $"{action} has no argument '{Spelling.Shown(name)}'; {Spelling.Allowed(name, allowed)}");
        foreach (var name in WorkflowActions.Required(action).Where(name => !args.ContainsKey(name)))
            fields.Wrong("args", $"{action} needs the argument '{name}'.");
        return args;
    }

    private WorkflowStep WithApproval(WorkflowStep step, Fields fields) => step with
    {
        ApproverRole = fields.Word("approver_role", "operator", "admin") is "admin" ? ApproverRole.Admin : ApproverRole.Operator,
        ExpiresMinutes = fields.Whole("expires_minutes", 1, WorkflowDefinition.MaxTimeoutMinutes) ?? 30,
        FourEyes = fields.Flag("four_eyes") ?? false,
        Message = Template(fields, "message"),
    };

    private int Wait(Fields fields)
    {
        if (fields.Has("seconds") == fields.Has("minutes")) context.Wrong(fields.Place, "A wait has 'seconds' or 'minutes'.");
        return fields.Whole("seconds", 1, MaxSeconds) ?? (fields.Whole("minutes", 1, WorkflowDefinition.MaxTimeoutMinutes) ?? 0) * 60;
    }

    private WorkflowStep WithNotice(WorkflowStep step, Fields fields)
    {
        fields.Need("message", "\"{{inputs.pod_name}} was restarted\"");
        if (fields.Scalar("channel") is { } channel) context.Names(NameKind.Channel).Refer(channel.Value, channel.Place);
        return step with { Message = Template(fields, "message"), Channel = fields.Text("channel", 64) };
    }

    private WorkflowStep WithVerification(WorkflowStep step, Fields fields)
    {
        fields.Need("expect", "\"pod.ready == true\"");
        return step with
        {
            Seconds = fields.Whole("after_seconds", 0, MaxSeconds) ?? 0,
            Expect = Condition(fields, "expect", EvidenceKinds.Pod, EvidenceKinds.Workload),
            OnFail = fields.Word("on_fail", StepExit.Rollback, StepExit.Fail, StepExit.Next) ?? StepExit.Rollback,
        };
    }

    private string? Template(Fields fields, string key)
    {
        if (LongText.Read(fields, key, context, TextTemplate.MaxLength) is not { } text) return null;
        Check(fields.Scalar(key)!);
        return text;
    }

    private ImmutableSortedDictionary<string, string> Templates(Fields fields, string key, string example)
    {
        if (!fields.Has(key)) fields.Need(key, example);
        return Texts(fields, key, example, Check);
    }

    private void Check(YamlScalar text)
    {
        if (TextTemplate.Parse(text.Value, out var problem) is { } template) names.Check(template.Paths, text.Place, context);
        else context.Wrong(text.Place, $"This text cannot be read: {problem}.");
    }

    private ImmutableSortedDictionary<string, string> Texts(Fields fields, string key, string example, Action<YamlScalar> check)
    {
        if (fields.Node(key) is not { } node) return WorkflowStep.NoTexts;
        var texts = WorkflowStep.NoTexts.ToBuilder();
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"'{key}' is {node.Kind}; allowed is a set of keys, such as {example}.");
            return WorkflowStep.NoTexts;
        }
        foreach (var (name, value) in map.Entries)
        {
            if (!WorkflowReader.IsValueName(name.Value))
                context.Wrong(name.Place, $"'{Spelling.Shown(name.Value)}' is no name of a value; allowed are small letters, digits and '_'.");
            if (value is YamlScalar { IsNull: false } text)
            {
                check(text);
                texts[name.Value] = text.Value;
            }
            else context.Wrong(value.Place,
                $"'{Spelling.Shown(name.Value)}' is {value.Kind} that says nothing here; allowed is a text, such as {example}.");
        }
        return texts.ToImmutable();
    }
}
