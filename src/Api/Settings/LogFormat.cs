namespace AiSre.Api.Settings;

/// <summary>How the log looks: for people, or one object a line for collectors.</summary>
public enum LogFormat
{
    Text,
    Json,
}
