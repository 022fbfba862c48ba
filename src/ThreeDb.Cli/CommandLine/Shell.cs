using System.Text;

namespace ThreeDb.Cli;

/// <summary>Everything that a command meets outside of itself: streams, variables, the folder it was called in. Tests bring their own.</summary>
internal sealed record Shell
{
    /// <summary>Where data goes. Not disposed of by commands.</summary>
    public required Stream Output { get; init; }

    /// <summary>Where all else goes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>-</c> stands for.</summary>
    public required Stream Input { get; init; }

    /// <summary>Whether somebody watches the output.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether somebody watches the errors.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>How many cells a line of the terminal has.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The folder that the command was called in.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>How the user calls 3db: the launcher says what it was called.</summary>
    public string Command => Setting("THREEDB_COMMAND") ?? "3db";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The surroundings of this process.</summary>
    public static Shell OfProcess() => new()
    {
        Output = Console.OpenStandardOutput(),
        Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
        Input = Console.OpenStandardInput(),
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = WidthOfTerminal(),
    };

    /// <summary>The value of a variable; null when it is unset or blank.</summary>
    public string? Setting(string name) => Variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static int WidthOfTerminal()
    {
        if (Console.IsOutputRedirected)
        {
            return int.MaxValue;
        }

        // A terminal that does not say how wide it is, says 0.
        return Console.WindowWidth is > 0 and var width ? width : 120;
    }
}
