using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Makes projections into plain tables: kind <c>table</c>, settings <c>{"connection": "…"}</c>.</summary>
public sealed class TableProjectionFactory : IProjectionFactory
{
    public string Kind => "table";

    public IReadOnlyList<FieldError> Check(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("connection", out _) ? [] : [new FieldError("/connection", "is missing")];

    public IProjection Create(ProjectionContext context, JsonElement settings)
    {
        // A link that passes nothing must not hold a leader for ever.
        var connection = new NpgsqlConnectionStringBuilder(settings.GetProperty("connection").GetString()) { Timeout = 3, CommandTimeout = 5, CancellationTimeout = 1000, MaxPoolSize = 4 };
        return new TableProjection(NpgsqlDataSource.Create(connection.ConnectionString), context);
    }
}
