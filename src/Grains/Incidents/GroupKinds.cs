using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>Which services and severities a group has had: of children that mean the same people only the first must ask at once.</summary>
internal sealed class GroupKinds(GroupMember parent)
{
    private readonly HashSet<(string? Service, Severity Severity)> children = [];

    public string? ParentService => parent.Service;

    public Severity ParentSeverity => parent.Severity;

    public bool ParentSilenced => parent.Silenced;

    /// <summary>Whether the one that joined last is the first of its kind.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>A child that is silenced tells nobody, so the next one of its kind is the first all the same.</summary>
    public void Join(GroupMember child) =>
        IsFirst = child.Silenced ? !children.Contains((child.Service, child.Severity)) : children.Add((child.Service, child.Severity));
}
