namespace AiSre.Storage.Files;

/// <summary>The process must not start on this data. The message is one line that names the file or server and what to do.</summary>
public sealed class UnusableDataException(string message, Exception? cause = null) : Exception(message, cause);
