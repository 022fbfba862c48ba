namespace ThreeDb.Cli;

/// <summary>The whole demo as one document.</summary>
/// <param name="Up">What runs where.</param>
/// <param name="Load">What was loaded.</param>
/// <param name="Sections">What was asked, and the answers.</param>
/// <param name="Engines">What PostgreSQL and each other engine answered to the same question; absent without --with.</param>
internal sealed record DemoReport(UpReport Up, LoadReport Load, IReadOnlyList<DemoSection> Sections, IReadOnlyList<EngineAnswer>? Engines);

/// <summary>One question of the demo.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Command">The same on the command line, without <c>3db</c>.</param>
/// <param name="Milliseconds">How long the answer took, over HTTP.</param>
/// <param name="Answer">The answer, as the server gave it.</param>
internal sealed record DemoSection(string Name, string Command, double Milliseconds, object? Answer);

/// <summary>What the demo has loaded. It is stored with the data, so that nothing is loaded twice.</summary>
internal sealed record LoadReport
{
    /// <summary>Where the catalogue came from.</summary>
    public required string Source { get; init; }

    /// <summary>The number of packages asked for; null for all.</summary>
    public int? Limit { get; init; }

    public required int Packages { get; init; }

    public required int VirtualPackages { get; init; }

    public required int Sections { get; init; }

    public required int Sources { get; init; }

    public required int Maintainers { get; init; }

    public required int Tags { get; init; }

    public required int TagAssignments { get; init; }

    /// <summary>Bytes of long descriptions.</summary>
    public required long DescriptionBytes { get; init; }

    /// <summary>Entries of Depends, Recommends, Provides and the like.</summary>
    public required int Entries { get; init; }

    /// <summary>How long loading took.</summary>
    public required double Seconds { get; init; }

    /// <summary>When it was loaded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether this call loaded it, or an earlier one.</summary>
    public bool WasLoaded { get; init; }
}
