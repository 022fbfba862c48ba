using Npgsql;

namespace ThreeDb.Connectors.Age;

/// <summary>The labels of a graph in the database.</summary>
internal static class AgeLabels
{
    /// <summary>The labels of a graph ($1), those that somebody else made included: type, name, id, whether it is one of relations, sequence, whether it is foreign.</summary>
    public const string All = """
        select coalesce(own.type, label.name), label.name::text, label.id::int, label.kind = 'e', quote_ident(graph.name) || '.' || quote_ident(label.seq_name), own.type is null
        from ag_catalog.ag_graph graph
        join ag_catalog.ag_label label on label.graph = graph.graphid
        left join threedb_age.graph held on held.name = graph.name
        left join threedb_age.label own on own.graph = held.number and own.name = label.name and own.kind::text = label.kind::text
        where graph.name = $1 and label.name not in ('_ag_label_vertex', '_ag_label_edge')
        order by own.type is null desc
        """;

    // The labels that are ours, each with whether it has its unique index and its other one.
    private const string Indexes = """
        select label.name::text, label.kind = 'e', coalesce(bool_or(held.indisunique), false), coalesce(bool_or(not held.indisunique), false)
        from ag_catalog.ag_graph graph
        join ag_catalog.ag_label label on label.graph = graph.graphid
        join threedb_age.graph mine on mine.name = graph.name
        join threedb_age.label own on own.graph = mine.number and own.name = label.name and own.kind::text = label.kind::text
        left join pg_index held on held.indrelid = label.relation and held.indisvalid
        where graph.name = $1
        group by label.name, label.kind
        """;

    /// <summary>The key of a relation, by which a second relation of a type between two entities is told from the first.</summary>
    public const string Key = """(agtype_access_operator(VARIADIC ARRAY[properties, '"_key"'::agtype]))""";

    // AGE writes a comparison of a property in just this form; so the index serves its queries.
    private const string Id = """(agtype_access_operator(VARIADIC ARRAY[properties, '"_id"'::agtype]))""";

    /// <summary>Takes over the rows of <see cref="All"/>.</summary>
    public static async Task ReadAsync(NpgsqlDataReader reader, AgeGraph graph, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            graph.Add(new AgeLabel(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3), reader.GetString(4), reader.GetBoolean(5)));
        }
    }

    /// <summary>Reads the labels.</summary>
    public static async Task LoadAsync(NpgsqlTransaction transaction, AgeGraph graph, CancellationToken cancellationToken)
    {
        var command = transaction.Command(All, graph.Name);
        await using var ownCommand = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await ReadAsync(reader, graph, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the label of a type ready for writing, in the transaction that needs it. A foreign one is taken over.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="graph">The graph; its labels are read again.</param>
    /// <param name="edge">Whether it is a type of relations.</param>
    /// <param name="type">The type; empty for stubs.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task MakeAsync(NpgsqlTransaction transaction, AgeGraph graph, bool edge, string type, CancellationToken cancellationToken)
    {
        var kind = edge ? "e" : "v";
        var name = graph.Find(edge, type)?.Name;
        if (name is null)
        {
            name = type.Length == 0 ? AgeNames.Stub : AgeNames.Label(type, graph.IsTaken);
            await transaction.ScalarAsync<object>($"select ag_catalog.create_{kind}label($1::name, $2::name)", [graph.Name, name], cancellationToken).ConfigureAwait(false);
        }

        var table = graph.Table(name);
        await transaction.RunAsync(Unique(table, edge) + Plain(table, edge), cancellationToken).ConfigureAwait(false);
        await transaction.ScalarAsync<object>(
            """insert into threedb_age.label (graph, kind, type, name) values ($1, $2::text::"char", $3, $4)""", [graph.Number, kind, type, name], cancellationToken)
            .ConfigureAwait(false);
        await LoadAsync(transaction, graph, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the indexes again that somebody dropped.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7004</c>: a row is there twice.</exception>
    public static async Task MendAsync(NpgsqlTransaction transaction, AgeGraph graph, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(transaction, graph, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var index in missing)
            {
                await transaction.RunAsync(index, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"The graph '{graph.Name}' in Apache AGE holds a row twice, so that its index cannot be made.", "Build it anew: '3db sync rebuild'.", inner: e);
        }
    }

    private static async Task<List<string>> MissingAsync(NpgsqlTransaction transaction, AgeGraph graph, CancellationToken cancellationToken)
    {
        var command = transaction.Command(Indexes, graph.Name);
        await using var ownCommand = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        var missing = new List<string>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (table, edge) = (graph.Table(reader.GetString(0)), reader.GetBoolean(1));
            missing.AddRange(reader.GetBoolean(2) ? [] : [Unique(table, edge)]);
            missing.AddRange(reader.GetBoolean(3) ? [] : [Plain(table, edge)]);
        }

        return missing;
    }

    private static string Unique(string table, bool edge) =>
        edge ? $"create unique index on {table} (start_id, end_id, {Key}) nulls not distinct;" : $"create unique index on {table} (id);";

    private static string Plain(string table, bool edge) => edge ? $"create index on {table} (end_id);" : $"create index on {table} ({Id});";
}
