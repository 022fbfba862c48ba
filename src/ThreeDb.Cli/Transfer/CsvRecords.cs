using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Reads records from CSV (RFC 4180) with a line of headings.</summary>
/// <remarks>
/// An empty cell is no member. <c>true</c>, <c>false</c> and numbers that read the same when written again become JSON values of their kind, so that
/// a post code <c>01234</c> stays text; a quoted cell is always text.
/// </remarks>
internal static class CsvRecords
{
    public static async IAsyncEnumerable<SourceRecord> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        var reader = new CsvReader(text);
        var headings = (await RowAsync(reader, cancellationToken))?.Select(cell => cell.Text.Trim()).ToList()
            ?? throw new ThreeDbException(ErrorCodes.InvalidData, "The CSV is empty; its first line has the headings.", "Begin the file with a line of headings.");
        if (headings.Exists(heading => heading.Length == 0) || headings.Distinct().Count() != headings.Count)
        {
            throw new ThreeDbException(ErrorCodes.InvalidData, "The headings of the CSV are not all there, or not all different.", "Its first line names each column once.");
        }

        while (true)
        {
            var line = reader.NextLine;
            var row = await RowAsync(reader, cancellationToken);
            if (row is null)
            {
                yield break;
            }

            if (row is not [{ Text: "", IsQuoted: false }])
            {
                yield return row.Count == headings.Count
                    ? new SourceRecord(line, JsonSerializer.SerializeToElement(ToObject(headings, row), ThreeDbJson.Options))
                    : new SourceRecord(line, null, new ThreeDbException(ErrorCodes.InvalidData,
                        $"The row has {Quantity.Count(row.Count, "cell", "cells")}; there are {Quantity.Count(headings.Count, "heading", "headings")}.", "Quote cells that hold commas."));
            }
        }
    }

    private static async Task<List<CsvCell>?> RowAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadRowAsync(cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw new ThreeDbException(ErrorCodes.InvalidEncoding, $"The CSV is not UTF-8, at or after line {Quantity.Count(reader.NextLine)}.",
                "Save the file as UTF-8, then import it again: with --id-field nothing is doubled, and --atomic in the first place is all or nothing.", inner: e);
        }
    }

    private static Dictionary<string, object> ToObject(List<string> headings, List<CsvCell> row)
    {
        var members = new Dictionary<string, object>(headings.Count);
        for (var i = 0; i < headings.Count; i++)
        {
            if (row[i].IsQuoted || row[i].Text.Length > 0)
            {
                members[headings[i]] = row[i].IsQuoted ? row[i].Text : Value(row[i].Text);
            }
        }

        return members;
    }

    private static object Value(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole.ToString(CultureInfo.InvariantCulture) == text => whole,
        _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text => number,
        _ => text,
    };
}
