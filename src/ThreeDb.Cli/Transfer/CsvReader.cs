using System.Text;

namespace ThreeDb.Cli;

/// <summary>A cell of a CSV file.</summary>
internal readonly record struct CsvCell(string Text, bool IsQuoted);

/// <summary>Splits CSV into rows and cells (RFC 4180): quoted cells may hold commas, line ends and doubled quotes.</summary>
internal sealed class CsvReader(TextReader text)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _end;

    /// <summary>The number of the line that the next row begins on.</summary>
    public long NextLine { get; private set; } = 1;

    /// <summary>The next row; null after the last.</summary>
    public async ValueTask<List<CsvCell>?> ReadRowAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) < 0)
        {
            return null;
        }

        var row = new List<CsvCell>();
        while (true)
        {
            _cell.Clear();
            var isQuoted = await PeekAsync(cancellationToken) == '"';
            await (isQuoted ? QuotedAsync(cancellationToken) : PlainAsync(cancellationToken));
            row.Add(new CsvCell(_cell.ToString(), isQuoted));
            switch (await NextAsync(cancellationToken))
            {
                case ',':
                    continue;
                case '\r' when await PeekAsync(cancellationToken) == '\n':
                    _at++;
                    break;
            }

            NextLine++;
            return row;
        }
    }

    private async ValueTask PlainAsync(CancellationToken cancellationToken)
    {
        while (await PeekAsync(cancellationToken) is not (< 0 or ',' or '\n' or '\r'))
        {
            _cell.Append(_buffer[_at++]);
        }
    }

    private async ValueTask QuotedAsync(CancellationToken cancellationToken)
    {
        _at++;
        var began = NextLine;
        while (true)
        {
            switch (await NextAsync(cancellationToken))
            {
                case < 0:
                    throw new ThreeDbException(ErrorCodes.InvalidData, $"A quoted cell that begins on line {Quantity.Count(began)} has no end.",
                        "Close its quote, or double the quotes within it. Then import the file again: with --id-field nothing is doubled, and --atomic in the first place is all or nothing.");
                case '"' when await PeekAsync(cancellationToken) == '"':
                    _at++;
                    _cell.Append('"');
                    break;
                case '"':
                    // What follows the closing quote belongs to the cell, as spreadsheets have it.
                    await PlainAsync(cancellationToken);
                    return;
                case '\n':
                    NextLine++;
                    _cell.Append('\n');
                    break;
                case var c:
                    _cell.Append((char)c);
                    break;
            }
        }
    }

    private async ValueTask<int> NextAsync(CancellationToken cancellationToken)
    {
        var next = await PeekAsync(cancellationToken);
        _at++;
        return next;
    }

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        if (_at >= _end)
        {
            _at = 0;
            _end = await text.ReadAsync(_buffer, cancellationToken);
            if (_end == 0)
            {
                return -1;
            }
        }

        return _buffer[_at];
    }
}
