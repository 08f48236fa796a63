using System.Security.Cryptography;
using System.Text;
using AiSre.Domain;

namespace AiSre.Api.Security;

/// <summary>One key as it is kept: only its SHA-256, so that a memory dump or a log of this record gives nothing away.</summary>
/// <param name="Name">Shown in timelines and audit.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Workspace">The one workspace it sees; null means all.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record ApiKey(string Name, Role Role, string? Workspace, ReadOnlyMemory<byte> Hash)
{
    /// <summary>The caller of the common request, which names no workspace; made once so that the hot path makes none.</summary>
    internal Caller Caller { get; } = new(Name, Role, Workspace, Workspace ?? DefaultWorkspace.Id);

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
