using System.IO.Pipelines;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>One record of a file.</summary>
/// <param name="Line">The number of the line on which it begins; of the element in a JSON array.</param>
/// <param name="Json">The record; null when it cannot be read.</param>
/// <param name="Fault">Why it cannot.</param>
internal readonly record struct SourceRecord(long Line, JsonElement? Json, ThreeDbException? Fault = null);

/// <summary>How records become entities.</summary>
/// <param name="Type">The type.</param>
/// <param name="IdField">The member that is the id; null for new ids.</param>
/// <param name="Project">The project, if any.</param>
/// <param name="OnConflict">What to do when an id exists.</param>
internal sealed record RecordShape(string Type, string? IdField, string? Project, ConflictPolicy OnConflict)
{
    /// <exception cref="ThreeDbException"><c>TDB1021</c>, <c>TDB1008</c>.</exception>
    public Mutation ToMutation(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ThreeDbException(ErrorCodes.InvalidData, "A record is an object.");
        }

        return new CreateEntity(Type, json) { Id = IdField is null ? null : IdOf(json), Project = Project, OnConflict = OnConflict };
    }

    private string IdOf(JsonElement json) => json.TryGetProperty(IdField!, out var id)
        ? id.ValueKind switch
        {
            JsonValueKind.String => id.GetString()!,
            JsonValueKind.Number => id.GetRawText(),
            _ => throw new ThreeDbException(ErrorCodes.InvalidId, $"'{IdField}' is neither a string nor a number."),
        }
        : throw new ThreeDbException(ErrorCodes.InvalidId, $"The record has no '{IdField}'.");
}

/// <summary>Writes records as lines of mutations, each on the line that its record has.</summary>
internal static class RecordLines
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes all records, then completes the writer.</summary>
    /// <param name="records">The records.</param>
    /// <param name="shape">How they become entities; null when they are mutations already.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="faults">Gets what is wrong with records; they are sent as lines that the server refuses.</param>
    /// <param name="isWhole">Whether a source that cannot be read to its end makes all of it void; else what came before its fault counts.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task WriteAsync(
        IAsyncEnumerable<SourceRecord> records, RecordShape? shape, PipeWriter writer, Dictionary<long, ThreeDbException> faults, bool isWhole,
        CancellationToken cancellationToken)
    {
        using var lines = new MutationWriter(writer.AsStream(leaveOpen: true));
        try
        {
            var next = 1L;
            await foreach (var record in records.WithCancellation(cancellationToken))
            {
                for (; next < record.Line; next++)
                {
                    lines.EmptyLine();
                }

                Write(lines, record, shape, faults);
                next++;
                if (lines.Waiting >= FlushAt)
                {
                    await lines.FlushAsync(cancellationToken);
                }
            }

            await lines.FlushAsync(cancellationToken);
            await writer.CompleteAsync();
        }
        catch (ThreeDbException) when (!isWhole)
        {
            await lines.FlushAsync(cancellationToken);
            await writer.CompleteAsync();
            throw;
        }
        catch (Exception e)
        {
            await writer.CompleteAsync(e);
            throw;
        }
    }

    private static void Write(MutationWriter lines, SourceRecord record, RecordShape? shape, Dictionary<long, ThreeDbException> faults)
    {
        try
        {
            var json = record.Json ?? throw record.Fault!;
            lines.Write(shape is null ? MutationJson.Read(json) : shape.ToMutation(json));
        }
        catch (ThreeDbException e)
        {
            if (faults.Count < BulkOptions.MaxListedErrors)
            {
                faults[record.Line] = e;
            }

            lines.Write("{}\n"u8);
        }
    }
}
