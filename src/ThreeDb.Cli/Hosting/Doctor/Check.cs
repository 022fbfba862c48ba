namespace ThreeDb.Cli;

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, but not as well as it could.</summary>
    Warn,

    /// <summary>Something does not work.</summary>
    Fail,

    /// <summary>It could not be looked at, because of another finding.</summary>
    Unknown,
}

/// <summary>What one check found.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; null when nothing.</param>
internal sealed record Check(string Name, CheckState State, string Detail, string? Remedy = null)
{
    public static Check Ok(string name, string detail) => new(name, CheckState.Ok, detail);

    public static Check Warn(string name, string detail, string remedy) => new(name, CheckState.Warn, detail, remedy);

    public static Check Fail(string name, string detail, string remedy) => new(name, CheckState.Fail, detail, remedy);

    public static Check Fail(string name, ThreeDbException e) => new(name, CheckState.Fail, e.Message, e.Hint);

    public static Check Unknown(string name, string why) => new(name, CheckState.Unknown, why);
}
