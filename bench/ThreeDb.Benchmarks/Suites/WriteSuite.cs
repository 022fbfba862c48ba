using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Benchmarks;

/// <summary>Durable creates with text, vector, one relation and change, beside bare one-row INSERTs of the same documents.</summary>
internal static class WriteSuite
{
    private const int Calls = 300;
    private const int Clients = 64;
    private const int Prepared = 40_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Options.Doing?.Invoke("creates, one client");
        var db = await context.Engine.ForAsync(actor: "bench", cancellationToken: cancellationToken);
        var data = Enumerable.Range(1_000_000, Prepared).Select(context.Documents.Data).ToArray();
        var json = data.Select(element => element.GetRawText()).ToArray();

        await OneClientAsync(context, db, data, json, cancellationToken);
        await OverHttpAsync(context, data, json, cancellationToken);
        context.Options.Doing?.Invoke($"creates, {Clients} clients");
        await ManyClientsAsync(context, db, data, json, cancellationToken);
    }

    private static async Task OneClientAsync(BenchmarkContext context, TenantDb db, JsonElement[] data, string[] json, CancellationToken cancellationToken)
    {
        await using var bare = await BareInsert.OpenAsync(context.Database, cancellationToken);
        var rounds = await Rounds.AlternateAsync(
            round => Samples.OfAsync(Calls, i => db.Entities.CreateAsync(BenchmarkDocuments.Type, data[(round * Calls) + i], $"one/{round}/{i}", cancellationToken: cancellationToken)),
            round => Samples.OfAsync(Calls, i => bare.RunAsync($"one/{round}/{i}", json[(round * Calls) + i], cancellationToken)),
            cancellationToken);
        Report(context, "create, 1 client", rounds, Bound.RatioAtMost(4));
    }

    private static async Task OverHttpAsync(BenchmarkContext context, JsonElement[] data, string[] json, CancellationToken cancellationToken)
    {
        await using var bare = await BareInsert.OpenAsync(context.Database, cancellationToken);
        var rounds = await Rounds.AlternateAsync(
            round => Samples.OfAsync(Calls, i => context.Client.Entities.CreateAsync(BenchmarkDocuments.Type, data[(round * Calls) + i], $"http/{round}/{i}", cancellationToken: cancellationToken)),
            round => Samples.OfAsync(Calls, i => bare.RunAsync($"http/{round}/{i}", json[(round * Calls) + i], cancellationToken)),
            cancellationToken);
        Report(context, "create over HTTP, 1 client", rounds, null);
    }

    private static async Task ManyClientsAsync(BenchmarkContext context, TenantDb db, JsonElement[] data, string[] json, CancellationToken cancellationToken)
    {
        var bare = new BareInsert[Clients];
        for (var i = 0; i < Clients; i++)
        {
            bare[i] = await BareInsert.OpenAsync(context.Database, cancellationToken);
        }

        try
        {
            var rounds = await Rounds.AlternateAsync(
                round => Crowd.RunAsync(Clients, Round, (_, i) => db.Entities.CreateAsync(BenchmarkDocuments.Type, data[i % Prepared], $"many/{round}/{i}", cancellationToken: cancellationToken)),
                round => Crowd.RunAsync(Clients, Round, (client, i) => bare[client].RunAsync($"many/{round}/{i}", json[i % Prepared], cancellationToken)),
                cancellationToken);
            context.Report.Add($"creates, {Clients} clients", "creates/s", "bare INSERTs", [.. rounds.Select(r => (r.Value.PerSecond, r.Peer.PerSecond))], Bound.RatioAtLeast(1));
            context.Report.Add($"creates, {Clients} clients, p50", "ms", "bare INSERTs", [.. rounds.Select(r => (r.Value.Latencies.At(0.5), r.Peer.Latencies.At(0.5)))]);
            context.Report.Add($"creates, {Clients} clients, p99", "ms", "bare INSERTs", [.. rounds.Select(r => (r.Value.Latencies.At(0.99), r.Peer.Latencies.At(0.99)))]);
            context.Report.Add($"creates, {Clients} clients, p99 beside p50", "ms", "its own p50", [.. rounds.Select(r => (r.Value.Latencies.At(0.99), r.Value.Latencies.At(0.5)))], Bound.RatioAtMost(10));
        }
        finally
        {
            foreach (var one in bare)
            {
                await one.DisposeAsync();
            }
        }
    }

    private static void Report(BenchmarkContext context, string measure, List<(Samples Value, Samples Peer)> rounds, Bound? bound)
    {
        context.Report.Add(measure + ", p50", "ms", "bare INSERT", [.. rounds.Select(r => (r.Value.At(0.5), r.Peer.At(0.5)))], bound);
        context.Report.Add(measure + ", p99", "ms", "bare INSERT", [.. rounds.Select(r => (r.Value.At(0.99), r.Peer.At(0.99)))]);
    }

    // One connection that commits one row at a time by a prepared statement.
    private sealed class BareInsert(NpgsqlConnection connection, NpgsqlCommand command) : IAsyncDisposable
    {
        public static async Task<BareInsert> OpenAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
        {
            var connection = await database.Bare.OpenConnectionAsync(cancellationToken);
            var command = new NpgsqlCommand("insert into bare.document (id, data) values ($1, $2)", connection)
            {
                Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Text }, new() { NpgsqlDbType = NpgsqlDbType.Jsonb } },
            };
            await command.PrepareAsync(cancellationToken);
            return new BareInsert(connection, command);
        }

        public Task RunAsync(string id, string json, CancellationToken cancellationToken)
        {
            command.Parameters[0].Value = id;
            command.Parameters[1].Value = json;
            return command.ExecuteNonQueryAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
