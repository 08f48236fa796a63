namespace AiSre.Cluster.Tests.Hostile;

/// <summary>Makes bodies that no honest sender sends.</summary>
internal interface IHostileBodies
{
    byte[] Next(Random random);
}
