namespace AiSre.Domain.Kubernetes;

/// <summary>What became of one pod, by its UID.</summary>
public enum PodFate
{
    /// <summary>It is there, and nobody has asked it to go.</summary>
    Stays = 1,

    /// <summary>It is being deleted: an eviction or a deletion was accepted.</summary>
    Terminating = 2,

    /// <summary>There is no pod of that name, or another one has it.</summary>
    Gone = 3,
}
