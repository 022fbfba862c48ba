namespace ThreeDb;

/// <summary>The database of one tenant, seen by one actor. The embedded engine and the HTTP client implement it alike.</summary>
/// <remarks>Instances are cheap, hold no connection, and may be used from many threads at once.</remarks>
public interface IThreeDb
{
    /// <summary>Records.</summary>
    IEntities Entities { get; }

    /// <summary>Edges between records.</summary>
    IRelations Relations { get; }

    /// <summary>Traversal and paths.</summary>
    IGraph Graph { get; }

    /// <summary>Who changed what, when; earlier versions and how to get them back.</summary>
    IHistory History { get; }

    /// <summary>What the tenant declares about its types.</summary>
    IEntityTypes Types { get; }

    /// <summary>What algorithms over the graph saved of entities.</summary>
    IScores Scores { get; }

    /// <summary>Copies of the data in other engines.</summary>
    ISync Sync { get; }

    /// <summary>The same database, where every read sees at least what a position stands for, or fails. Writes are as ever.</summary>
    /// <param name="position">The position, as a write answered it.</param>
    /// <param name="wait">How long a read waits for it: 0 to 60 s; default 2 s.</param>
    /// <remarks>
    /// Nothing is read here: a read fails with <c>TDB1012</c> for a text that is no position, with <c>TDB2011</c> for a position of another
    /// database, and with <c>TDB2016</c> when the position is not reached in time. One position is demanded at a time: that of
    /// the newest view, or the one that a query names itself.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The wait is out of range.</exception>
    IThreeDb AtLeast(Position position, TimeSpan? wait = null);

    /// <summary>Runs mutations of any mix in one transaction: all of them or none.</summary>
    /// <exception cref="ThreeDbException">The failure of the first mutation that cannot be done; <c>Errors</c> points at it.</exception>
    Task<TransactionResult> WriteAsync(IReadOnlyList<Mutation> mutations, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs a stream of mutations of any mix, in order where they touch the same entity, with bounded memory.</summary>
    Task<BulkSummary> BulkAsync(IAsyncEnumerable<Mutation> mutations, BulkOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Finds entities by fields, text, meaning and relations in one query.</summary>
    Task<QueryResult> QueryAsync(Query query, CancellationToken cancellationToken = default);
}
