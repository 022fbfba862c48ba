using System.IO.Pipelines;
using ThreeDb.Client;

namespace ThreeDb.Cli;

/// <summary>Sends lines part by part, so that when something breaks it is known what has been acknowledged.</summary>
internal sealed class PartialImport
{
    /// <summary>How large a part is: long enough that waiting for its answer costs little, short enough that little is uncertain when none comes.</summary>
    private const long PartBytes = 8 << 20;

    private readonly List<BulkError> _errors = [];
    private readonly long[] _counts = new long[6];
    private Position? _position;

    /// <summary>What has been acknowledged so far.</summary>
    public BulkSummary Done => new()
    {
        Items = _counts[0],
        Created = _counts[1],
        Updated = _counts[2],
        Unchanged = _counts[3],
        Deleted = _counts[4],
        Failed = _counts[5],
        Errors = _errors,
        Position = _position,
    };

    /// <exception cref="ThreeDbException">What the server or the way to it failed with; the message says what was acknowledged before.</exception>
    public async Task SendAsync(ThreeDbClient db, PipeReader lines, CancellationToken cancellationToken)
    {
        var parts = new LineParts(lines, PartBytes);
        do
        {
            var before = parts.Lines;
            await using var part = parts.Next();
            try
            {
                Add(await db.BulkAsync(part, new BulkOptions(), cancellationToken), before);
            }
            catch (ThreeDbException e)
            {
                throw Explain(e);
            }
        }
        while (await parts.HasMoreAsync(cancellationToken));
    }

    /// <summary>A failure with what had been acknowledged before it.</summary>
    public ThreeDbException Explain(ThreeDbException e)
    {
        var done = Done;
        var said = done.Items == 0 ? "Nothing was acknowledged before."
            : $"Before that, {Quantity.Count(done.Items, "record was", "records were")} acknowledged: {Quantity.Count(done.Created)} created, {Quantity.Count(done.Updated)} updated, "
                + $"{Quantity.Count(done.Unchanged)} unchanged, {Quantity.Count(done.Deleted)} deleted, {Quantity.Count(done.Failed)} refused.";
        var again = done.Items == 0 || e.Hint.Contains("--id-field", StringComparison.Ordinal) ? ""
            : " Then import the file again: with ids in it, or --id-field, nothing is doubled.";
        return new ThreeDbException(e.Code, $"{e.Message} {said}", e.Hint + again, e.Errors, e) { RetryAfter = e.RetryAfter };
    }

    private void Add(BulkSummary part, long before)
    {
        long[] counts = [part.Items, part.Created, part.Updated, part.Unchanged, part.Deleted, part.Failed];
        for (var i = 0; i < counts.Length; i++)
        {
            _counts[i] += counts[i];
        }

        _errors.AddRange(part.Errors.Take(BulkOptions.MaxListedErrors - _errors.Count).Select(error => error with { Line = before + error.Line }));
        _position = part.Position ?? _position;
    }
}
