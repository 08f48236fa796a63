namespace AiSre.Storage.Backup;

/// <summary>A backup is not taken or not restored. The message is one line that says why and what to do.</summary>
public sealed class BackupRefusedException(string message) : Exception(message);
