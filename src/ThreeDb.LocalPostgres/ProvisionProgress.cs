namespace ThreeDb.LocalPostgres;

/// <summary>What is being done to bring a server up, in the order in which it happens. A step that is not needed is not reported.</summary>
public enum ProvisionStep
{
    /// <summary>Waiting for another 3db that works on the same folder.</summary>
    Waiting,

    /// <summary>Looking for a PostgreSQL to run.</summary>
    Locating,

    /// <summary>Fetching the signed package lists.</summary>
    FetchingLists,

    /// <summary>Fetching packages, or a container image.</summary>
    Downloading,

    /// <summary>Unpacking packages.</summary>
    Unpacking,

    /// <summary>Creating the data folder of a server.</summary>
    Initializing,

    /// <summary>Starting a server and waiting for its first answer.</summary>
    Starting,

    /// <summary>The server answers.</summary>
    Ready,
}

/// <summary>One report of progress.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Message">The same in a few words, for people.</param>
/// <param name="Fraction">How much of the step is done, from 0 to 1, or null when nobody knows.</param>
/// <param name="TotalBytes">The size of the whole step, when it is known.</param>
public sealed record ProvisionProgress(ProvisionStep Step, string Message, double? Fraction = null, long? TotalBytes = null)
{
    /// <summary>How many bytes are done, when that is known.</summary>
    public long? DoneBytes => Fraction is { } fraction && TotalBytes is { } total ? (long)(fraction * total) : null;
}
