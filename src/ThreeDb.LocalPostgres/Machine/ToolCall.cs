namespace ThreeDb.LocalPostgres;

/// <summary>One run of a program of the machine or of a runtime.</summary>
internal sealed record ToolCall(string File, params IReadOnlyList<string> Arguments)
{
    public string? WorkingFolder { get; init; }

    /// <summary>Variables for the program, on top of the inherited ones.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gives the program <see cref="Variables"/> and a plain PATH only, so that the caller's PG* settings and secrets stay out.
    /// </summary>
    public bool IsClean { get; init; }

    /// <summary>Called for each line of standard output; the line is then not kept.</summary>
    public Action<string>? OnLine { get; init; }
}

/// <summary>How a program ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The first line that the program complained with; what follows it is often only its consequences.</summary>
    public string FirstComplaint => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? LastWords(1);

    /// <summary>The last lines of what the program said, for messages.</summary>
    public string LastWords(int lines = 5)
    {
        var said = (Errors + "\n" + Output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeLast(lines);
        return string.Join("\n", said) is { Length: > 0 } words ? words : $"exit code {ExitCode}";
    }
}
