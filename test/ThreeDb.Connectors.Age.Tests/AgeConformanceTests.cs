using System.Globalization;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

/// <summary>A graph in Apache AGE keeps the contract of every projection.</summary>
public sealed class AgeConformanceTests : ProjectionConformance
{
    private string Graph => AgeNames.Graph(Context.Tenant, Context.Name);

    protected override Task<IProjection> CreateAsync(ProjectionContext context) => AgeServers.ProjectionAsync(context);

    protected override Task TamperAsync(RowKey key) =>
        AgeServers.RunAsync($"update {Table(key)} set properties = agtype_build_map('_seq', {key.Seq}, '_key', '{key.Key}', 'tampered', 1) where {Where(key)}");

    protected override Task RemoveAsync(RowKey key) => AgeServers.RunAsync($"delete from {Table(key)} where {Where(key)}");

    // As somebody does who writes into the graph by hand: with labels of their own.
    protected override Task PlantAsync(RowKey key) => AgeServers.RunAsync(key.IsRelation
        ? $"""
           select create_elabel('{Graph}', '{key.Type}');
           insert into {Table(key)} (start_id, end_id, properties) select source.id, target.id, '{Map("_key", $"\"{key.Key}\"")}'
           from "{Graph}"._ag_label_vertex source, "{Graph}"._ag_label_vertex target where {Is("source", key.Seq)} and {Is("target", key.Target)}
           """
        : $"""
           select create_vlabel('{Graph}', 'planted');
           insert into "{Graph}".planted (id, properties) values (_graphid(_label_id('{Graph}', 'planted')::int, {key.Seq}), '{Map("_seq", key.Seq)}')
           """);

    protected override async Task<bool> IsGoneAsync(ProjectionContext context)
    {
        var graph = AgeNames.Graph(context.Tenant, context.Name);
        var left = await AgeServers.ScalarAsync<bool>($"""
            select exists (select from ag_graph where name = '{graph}') or to_regnamespace('"{graph}"') is not null
              or exists (select from pg_roles where rolname = '{AgeNames.Reader(graph, "postgres")}')
            """);
        return !left && (!await AgeServers.ScalarAsync<bool>("select to_regclass('threedb_age.graph') is not null") || await AgeServers.ScalarAsync<bool>($"""
            select not exists (select from threedb_age.graph where name = '{graph}')
              and not exists (select from pg_tables where schemaname = 'threedb_age' and tablename like 'node%'
                and tablename not in (select 'node_' || number from threedb_age.graph))
            """));
    }

    private static string Map(string name, object value) => string.Create(CultureInfo.InvariantCulture, $$"""{"{{name}}": {{value}}}""");

    private static string Is(string node, long seq) => $"{node}.properties @> '{Map("_seq", seq)}'";

    private string Table(RowKey key) => $"\"{Graph}\".\"{(key.IsRelation ? key.Type : "_ag_label_vertex")}\"";

    private string Where(RowKey key) => key.IsRelation
        ? $"""
           start_id in (select id from "{Graph}"._ag_label_vertex source where {Is("source", key.Seq)})
           and end_id in (select id from "{Graph}"._ag_label_vertex target where {Is("target", key.Target)})
           and properties @> '{Map("_key", $"\"{key.Key}\"")}'
           """
        : $"properties @> '{Map("_seq", key.Seq)}'";
}
