using System.Collections.Frozen;
using System.Text.Json;
using NpgsqlTypes;

namespace ThreeDb.Postgres.Tests;

/// <summary>Makes text vectors as a write does, and has PostgreSQL compare them with its own.</summary>
internal sealed class LexemeProbe(TestDatabase database, LexemeCache cache) : IAsyncDisposable
{
    private const int BatchSize = 200;

    private readonly StoreConnections _connections = StoreConnections.ForReading(
        new PostgresOptions { ConnectionString = database.ConnectionString, MaxConnections = 4 }, TimeProvider.System, loggers: null);

    /// <summary>The texts whose vectors are not those of PostgreSQL.</summary>
    public async Task<List<string>> DifferencesAsync(string language, IEnumerable<(string Title, string Body)> texts)
    {
        var types = new TypeSnapshot(1, new Dictionary<string, TypePlan>
        {
            ["doc"] = new() { Title = FieldPath.Parse("title"), Text = [FieldPath.Parse("body")], Language = language },
        }.ToFrozenDictionary());
        var different = new List<string>();
        foreach (var batch in texts.Chunk(BatchSize))
        {
            var documents = batch.Select(text => Document.Derive("doc", Json.Of(new { title = text.Title, body = text.Body }), types)).ToList();
            different.AddRange((await CompareAsync(language, documents, await VectorsAsync(documents)))
                .Select(fault => $"{language}: {JsonSerializer.Serialize(documents[fault.Index].Text)} gave {fault.Actual}, not {fault.Expected}"));
        }

        return different;
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task<PgBinary[]> VectorsAsync(List<Document> documents)
    {
        var indexing = new TextIndexing(cache);
        documents.ForEach(indexing.Plan);
        if (indexing.HasQuestions)
        {
            await using var batch = await TenantBatch.OpenAsync(_connections, 1, default);
            indexing.Ask(batch);
            await using var reader = await batch.ReadAsync(default);
            await indexing.LearnAsync(reader, default);
        }

        return [.. documents.Select(document => new PgBinary(indexing.VectorOf(document)))];
    }

    private async Task<List<(int Index, string Actual, string Expected)>> CompareAsync(string language, List<Document> documents, PgBinary[] vectors)
    {
        await using var batch = await TenantBatch.OpenAsync(_connections, 1, default);
        batch.Add("""
            select u.i::int - 1, u.vector::text, e.vector::text from unnest($1, $2, $3) with ordinality u(vector, title, body, i),
            lateral (select setweight(to_tsvector($4::regconfig, u.title), 'A') || setweight(to_tsvector($4::regconfig, u.body), 'B') as vector) e
            where u.vector is distinct from e.vector or u.vector::text <> e.vector::text
            """)
            .Array(vectors, "tsvector")
            .Array([.. documents.Select(document => document.Text.Title)], NpgsqlDbType.Text)
            .Array([.. documents.Select(document => document.Text.Body)], NpgsqlDbType.Text)
            .Text(language);
        await using var reader = await batch.ReadAsync(default);
        await reader.NextAsync(default);
        var different = new List<(int, string, string)>();
        while (await reader.RowAsync(default))
        {
            different.Add((reader.Get<int>(0), reader.Get<string>(1), reader.Get<string>(2)));
        }

        return different;
    }
}
