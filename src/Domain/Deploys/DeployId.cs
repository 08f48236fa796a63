using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Deploys;

/// <summary>Ids of deploys whose sender has another name for them: the same name is the same deploy, however often it comes.</summary>
public static class DeployId
{
    public const string Prefix = "deploy-";

    /// <param name="kind">What kind of name it is, such as the tool that gave it.</param>
    /// <param name="name">Unique among those of its kind in a workspace.</param>
    public static string Of(string kind, string name) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}")).AsSpan(0, 8));
}
