namespace AiSre.Domain.Access;

/// <summary>What an endpoint is for, so that a key can be good for some of what its role allows. Each endpoint has exactly one.</summary>
public enum KeyScope
{
    /// <summary>Sends alerts, deploys, beats and events of SLOs.</summary>
    Ingest = 0,

    /// <summary>Reads.</summary>
    Read = 1,

    /// <summary>Acknowledges, resolves, notes, silences, stands in: what people do to incidents and to being told.</summary>
    Respond = 2,

    /// <summary>Executes actions, approves them, runs workflows and runbooks.</summary>
    Act = 3,

    /// <summary>Changes definitions, SLOs, autonomy: what the workspace is set to do.</summary>
    Configure = 4,

    /// <summary>Keys, the workspace itself, the audit, the kill switch.</summary>
    Administer = 5,
}
