using System.Text.Json;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>The results of a <see cref="TenantBatch"/>, in the order of its statements.</summary>
internal sealed class TenantReader(NpgsqlBatch batch, NpgsqlDataReader reader, ulong horizon, bool writes) : IAsyncDisposable
{
    // Answers, patches and images of relations hold documents of the largest depth in a few levels of their own.
    private static readonly JsonDocumentOptions Nested = new() { MaxDepth = ThreeDbJson.Options.MaxDepth };

    /// <summary>The first transaction id that the batch could not see.</summary>
    public ulong Horizon { get; } = horizon;

    /// <summary>How many rows the statements wrote, once they have all run.</summary>
    public int Touched => Math.Max(reader.RecordsAffected, 0);

    /// <summary>Goes to the next statement's result.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException("The batch has no further statement.");
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, writes) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Goes to the next row of the current result.</summary>
    public async Task<bool> RowAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, writes) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Runs the remaining statements to the end, so that the transaction commits and its failures come out.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, writes) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Ends a batch that reads, and of which no more rows are wanted: to dispose alone would receive all the others first.</summary>
    public async ValueTask AbandonAsync()
    {
        batch.Cancel();
        try
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
        {
            // As ordered.
        }
    }

    public bool IsNull(int column) => reader.IsDBNull(column);

    public T Get<T>(int column) => reader.GetFieldValue<T>(column);

    public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    // The ends of time, which Npgsql gives without a zone, are in UTC, too.
    public DateTimeOffset Time(int column) => new(DateTime.SpecifyKind(reader.GetFieldValue<DateTime>(column), DateTimeKind.Utc));

    public DateTimeOffset? TimeOrNull(int column) => reader.IsDBNull(column) ? null : Time(column);

    public JsonElement Json(int column) => JsonElement.Parse(reader.GetFieldValue<PgJson>(column).Utf8.Span, Nested);

    public JsonElement? JsonOrNull(int column) => reader.IsDBNull(column) ? null : Json(column);

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
