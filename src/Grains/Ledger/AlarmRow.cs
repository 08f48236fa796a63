using System.Text;

namespace AiSre.Grains.Ledger;

/// <summary>Whom an alarm calls.</summary>
/// <param name="Kind">The grain's type.</param>
/// <param name="Workspace">The first segment of its key.</param>
/// <param name="Id">The rest of its key, empty when the workspace is all of it.</param>
public readonly record struct AlarmTarget(string Kind, string Workspace, string Id)
{
    /// <summary>How many grains look after alarms. Stored with every alarm: fewer would strand some, more are safe.</summary>
    public const int Partitions = 16;

    public GrainId GrainId => GrainId.Create(Kind, GrainKeys.Of(Workspace, Id));

    /// <summary>0 to 15.</summary>
    public int Partition => (int)(Hash % Partitions);

    /// <summary>FNV-1a, because what follows from it is stored and shared: equal in every process and version.</summary>
    public uint Hash
    {
        get
        {
            var hash = 2166136261u;
            foreach (var value in Encoding.UTF8.GetBytes($"{Kind}/{Workspace}/{Id}")) hash = (hash ^ value) * 16777619u;
            return hash;
        }
    }
}

/// <summary>One row of the <c>alarms</c> table.</summary>
/// <param name="Target">Whom it calls.</param>
/// <param name="Name">What is due.</param>
/// <param name="DueAt">When, Unix milliseconds.</param>
/// <param name="Number">Which setting of it this is; the database draws it, and never the same twice.</param>
/// <param name="Urgency">Who goes first when many are due: an incident's severity; what is no incident's tells people, and goes before them.</param>
public readonly record struct AlarmRow(AlarmTarget Target, string Name, long DueAt, long Number, int Urgency = AlarmRow.Telling)
{
    /// <summary>Above every severity.</summary>
    public const int Telling = 4;

    /// <summary>Below every severity: nobody waits for it. Text, because queries say it.</summary>
    public const string Unasked = "-1";

    /// <summary>What whoever has acted on it commits.</summary>
    public AlarmFired Fired => new(Name, DueAt, Number);
}
