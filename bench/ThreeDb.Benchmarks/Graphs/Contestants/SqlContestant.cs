using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>Recursive SQL over 3db's own tables, prepared, as superuser: no row-level security is in its way.</summary>
internal sealed class SqlContestant(NpgsqlConnection connection, int tenant) : GraphContestant("recursive SQL")
{
    private readonly NpgsqlCommand _reach = Command(connection, """
        with recursive walk(seq, depth) as (
            select e.seq, 0 from threedb.entity e where e.tenant_id = $1 and e.id = $2
            union
            select r.dst, w.depth + 1 from walk w join threedb.relation r on r.tenant_id = $1 and r.src = w.seq and r.type = 'R' where w.depth < $3)
        select count(distinct seq) - 1 from walk
        """, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Integer);

    private readonly NpgsqlCommand _path = Command(connection, """
        with recursive ends as (
            select (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $2) as a, (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $3) as b),
        walk(seq, depth) as (
            select a, 0 from ends
            union
            select r.dst, w.depth + 1 from walk w join threedb.relation r on r.tenant_id = $1 and r.src = w.seq and r.type = 'R'
            where w.depth < 20 and not exists (select 1 from ends where b = w.seq))
        select coalesce((select w.depth from walk w join ends on ends.b = w.seq limit 1), -1)::bigint
        """, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Text);

    public override Task LoadAsync(GraphData graph, CancellationToken cancellationToken) => Task.CompletedTask;

    public override bool Can(GraphTask task) => task is GraphTask.Reach or GraphTask.Path;

    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) =>
        AskAsync(_reach, cancellationToken, GraphData.IdOf(start), depth);

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) =>
        AskAsync(_path, cancellationToken, GraphData.IdOf(from), GraphData.IdOf(to));

    protected override async ValueTask EndAsync()
    {
        await _reach.DisposeAsync();
        await _path.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task<Timed> AskAsync(NpgsqlCommand command, CancellationToken cancellationToken, params object[] values)
    {
        command.Parameters[0].Value = tenant;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i + 1].Value = values[i];
        }

        if (!command.IsPrepared)
        {
            await command.PrepareAsync(cancellationToken);
        }

        return await TimeAsync(async () => Convert.ToDouble(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture));
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlDbType> types)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        return command;
    }
}
