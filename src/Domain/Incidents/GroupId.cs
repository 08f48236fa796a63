using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Incidents;

/// <summary>A group's public id, which its parent's id decides: no store needs to remember it.</summary>
public static class GroupId
{
    /// <summary><c>grp-</c> and the first 8 hex digits of the SHA-256 of the parent's id.</summary>
    public static string For(string parentId) => "grp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parentId)).AsSpan(0, 4));
}
