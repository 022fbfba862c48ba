namespace ThreeDb.Cli;

/// <summary>The variable <c>THREEDB_MEMORY</c>: how much memory graphs and indexes may take in the server.</summary>
internal static class MemorySetting
{
    private const string Name = "THREEDB_MEMORY";
    private const long Least = 1L << 20;
    private const long Most = 1L << 40;

    /// <summary>Whether the variable is set.</summary>
    public static bool IsSet(Shell shell) => shell.Setting(Name) is not null;

    /// <summary>The budget in bytes: <c>512M</c>, <c>4G</c>, or a number of bytes; units are powers of 1,024. The library's own default when it is unset.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6003</c>.</exception>
    public static long Of(Shell shell)
    {
        if (shell.Setting(Name) is not { } text)
        {
            return new ThreeDbOptions().MemoryBudget;
        }

        return Amount.Parse(text, Least, Most)
            ?? throw new ThreeDbException(ErrorCodes.InvalidConfiguration, $"{Name} is '{Printable.Short(text)}'; it is an amount of memory from 1M to 1T, such as 512M or 4G, or a number of bytes.");
    }
}
