using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>How a projection is.</summary>
public sealed record ProjectionStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its engine.</summary>
    public required string Kind { get; init; }

    /// <summary>What it does.</summary>
    public required ProjectionState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why, where the state needs a reason: what failed last.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do, where somebody has to do something.</summary>
    public string? Remedy { get; init; }

    /// <summary>Up to where it has applied the change log; null before the first time.</summary>
    public Position? Position { get; init; }

    /// <summary>How many changes it is behind, counted up to 100,000; null when it is not known.</summary>
    public long? Pending { get; init; }

    /// <summary>How old the oldest change is that it has not applied, in seconds; 0 when there is none, null when it is not known.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>Rows applied per second over the last ten seconds.</summary>
    public double AppliedPerSecond { get; init; }

    /// <summary>Rows applied by the leader since it leads.</summary>
    public long Applied { get; init; }

    /// <summary>Attempts that failed and were repeated, since the leader leads.</summary>
    public long Retries { get; init; }

    /// <summary>Keys that could not be applied and wait for somebody to look.</summary>
    public long Parked { get; init; }

    /// <summary>Whether calls to the engine are held back because too many failed: <c>closed</c> (all is well), <c>open</c>, <c>half-open</c>.</summary>
    public string Breaker { get; init; } = "closed";

    /// <summary>Which process leads: host name and process id; null when none does.</summary>
    public string? Leader { get; init; }

    /// <summary>Counts the leaders.</summary>
    public long Epoch { get; init; }

    /// <summary>How far a rebuild or reconcile is; null when none runs.</summary>
    public SyncProgress? Progress { get; init; }

    /// <summary>Work that was asked for and is not done, begun or not: <c>rebuild</c>, <c>reconcile</c>.</summary>
    public IReadOnlyList<string> Unfinished { get; init; } = [];

    /// <summary>The types whose changes its leader gathers before they are applied, and for how long; empty when everything is applied at once.</summary>
    public IReadOnlyList<GatheredType> Gathered { get; init; } = [];

    /// <summary>Who holds the change log back for everybody; null when nobody has for more than 5 s.</summary>
    public FrontierHold? Frontier { get; init; }

    /// <summary>What the last comparison with the source found; null before the first.</summary>
    public ReconcileReport? LastReconcile { get; init; }

    /// <summary>What it was declared as.</summary>
    public required ProjectionDefinition Definition { get; init; }

    /// <summary>The copy that stays behind because the projection goes elsewhere now; only in the answer to that change.</summary>
    public LeftCopy? Left { get; init; }

    /// <summary>The same for those who may not know of other sessions of the PostgreSQL server: that the log is held back and for how long, but not by whom.</summary>
    public ProjectionStatus WithoutSessions() => Frontier is not { } hold ? this : this with
    {
        Frontier = hold.WithoutSession(),
        Reason = Reason == hold.Reason() ? hold.WithoutSession().Reason() : Reason,
        Remedy = Remedy == hold.Remedy() ? hold.WithoutSession().Remedy() : Remedy,
    };
}

/// <summary>What a projection does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProjectionState>))]
public enum ProjectionState
{
    /// <summary>Nothing is known yet: no process has led it.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>It has applied everything, or is behind by no more than moments.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>It works through changes that it is behind with.</summary>
    [JsonStringEnumMemberName("catching up")]
    CatchingUp,

    /// <summary>It is built anew.</summary>
    [JsonStringEnumMemberName("rebuilding")]
    Rebuilding,

    /// <summary>It cannot go on now and tries again by itself.</summary>
    [JsonStringEnumMemberName("stalled")]
    Stalled,

    /// <summary>Somebody paused it.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It cannot go on until somebody does something.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,
}

/// <summary>How far a long work is.</summary>
/// <param name="Work"><c>rebuild</c> or <c>reconcile</c>.</param>
/// <param name="Phase">What it does: entities, relations, comparing.</param>
/// <param name="Done">Seqs passed.</param>
/// <param name="Total">Seqs in all.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record SyncProgress(string Work, string Phase, long Done, long Total, DateTimeOffset StartedAt);

/// <summary>A copy that stays in an engine: nobody keeps it up to date any more, and nothing drops it by itself.</summary>
/// <param name="Kind">The kind of engine.</param>
/// <param name="Where">What it is, and where.</param>
/// <param name="Remedy">How to be rid of it: a command or a statement of the engine, or what to do.</param>
public sealed record LeftCopy(string Kind, string Where, string Remedy);

/// <summary>A type whose changes are gathered before they are applied.</summary>
/// <param name="Type">The entity type; <c>*</c> for every type without a rule of its own.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Why"><c>rule</c>: its sync rule says so; <c>eventual</c>: it is declared eventual, and no rule says how long.</param>
public sealed record GatheredType(string Type, double Seconds, string Why);

/// <summary>What a comparison with the source found, or that the copy was built anew.</summary>
public sealed record ReconcileReport
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Why: <c>schedule</c>, <c>request</c>, <c>epoch</c> (another database); <c>rebuild</c> when it was not compared but built anew.</summary>
    public required string Cause { get; init; }

    /// <summary>Why it was built anew; null for a comparison.</summary>
    public string? Reason { get; init; }

    /// <summary>Entities compared, or written.</summary>
    public long Entities { get; init; }

    /// <summary>Relations compared, or written.</summary>
    public long Relations { get; init; }

    /// <summary>Rows that the projection lacked, and now has.</summary>
    public long Missing { get; init; }

    /// <summary>Rows that the source does not have, and that are gone now.</summary>
    public long Orphans { get; init; }

    /// <summary>Rows that looked otherwise, and are rewritten.</summary>
    public long Differing { get; init; }

    /// <summary>The first hundred of them by their numbers, and by their ids where PostgreSQL knows them: <c>missing 12 (a/b)</c> or <c>differing 3-[KNOWS]->4 (a/b -[KNOWS]-> a/c)</c>.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Keys that are parked: the comparison tried those again that differ, and the engine still refuses these.</summary>
    public long Parked { get; init; }
}

/// <summary>A key that could not be applied.</summary>
/// <param name="Id">Its number, for retry and discard.</param>
/// <param name="Entity">The id of the entity; for a relation of its source.</param>
/// <param name="Relation">The type, target and key of a relation; null for an entity.</param>
/// <param name="Reason">What the engine said.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstAt">When it first failed.</param>
/// <param name="LastAt">When it last failed.</param>
public sealed record DeadLetter(long Id, string Entity, string? Relation, string Reason, int Attempts, DateTimeOffset FirstAt, DateTimeOffset LastAt);
