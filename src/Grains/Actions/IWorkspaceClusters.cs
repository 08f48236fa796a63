namespace AiSre.Grains.Actions;

/// <summary>
/// The clusters as a workspace meets them: those that are its own, and of each its own namespaces. Another's cluster is an unknown one, and nothing
/// is asked of it. There is no gateway that belongs to no workspace.
/// </summary>
public interface IWorkspaceClusters
{
    IClusterGateway Gateway(string workspace);

    IClusterEvidence Evidence(string workspace);
}
