using System.Globalization;
using Npgsql;

namespace ThreeDb.Benchmarks;

/// <summary>Apache AGE in an instance of its own, its label tables filled by SQL and indexed as its guide says.</summary>
internal sealed class AgeContestant : GraphContestant
{
    private readonly NpgsqlDataSource _source;

    public AgeContestant(string connection)
        : base("AGE")
    {
        var builder = new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 0, Options = "-c search_path=ag_catalog,public" };
        _source = NpgsqlDataSource.Create(builder.ConnectionString);
    }

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        await RunAsync("create extension if not exists age", cancellationToken);
        await RunAsync("select drop_graph(name, true) from ag_graph where name = 'bench'", cancellationToken);
        await RunAsync("select create_graph('bench'), create_vlabel('bench', 'N'), create_elabel('bench', 'R')", cancellationToken);
        await RunAsync("create unlogged table bench.ends (a int not null, b int not null)", cancellationToken);
        await using (var connection = await _source.OpenConnectionAsync(cancellationToken))
        await using (var copy = await connection.BeginBinaryImportAsync("copy bench.ends from stdin (format binary)", cancellationToken))
        {
            for (var i = 0; i < graph.RelationCount; i++)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(graph.Sources[i], cancellationToken);
                await copy.WriteAsync(graph.Targets[i], cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await RunAsync($$"""
            insert into bench."N" (id, properties) select _graphid(_label_id('bench', 'N'), i + 1), ('{"id": ' || i || '}')::agtype from generate_series(0, {{graph.NodeCount - 1}}) i;
            insert into bench."R" (id, start_id, end_id, properties)
                select _graphid(_label_id('bench', 'R'), row_number() over ()), _graphid(_label_id('bench', 'N'), a + 1), _graphid(_label_id('bench', 'N'), b + 1), '{}'::agtype from bench.ends;
            create unique index on bench."N" (id);
            create index on bench."N" (agtype_access_operator(variadic array[properties, '"id"'::agtype]));
            create index on bench."R" (start_id);
            create index on bench."R" (end_id);
            analyze bench."N";
            analyze bench."R";
            """, cancellationToken);
    }

    public override bool Can(GraphTask task) => task is GraphTask.Reach;

    // Its only placeholder is for the whole of the parameters of a prepared statement; a literal costs it less.
    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) => TimeAsync(async () =>
    {
        await using var command = _source.CreateCommand(
            $$"""select n::text::bigint from cypher('bench', $q$ MATCH (a:N {id: {{start}}})-[:R*1..{{depth}}]->(b) WHERE b.id <> {{start}} RETURN count(DISTINCT b.id) $q$) as (n agtype)""");
        return Convert.ToDouble(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    });

    protected override ValueTask EndAsync() => _source.DisposeAsync();

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
