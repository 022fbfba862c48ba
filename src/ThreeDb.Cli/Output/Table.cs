using System.Text;
using Spectre.Console.Rendering;

namespace ThreeDb.Cli;

/// <summary>Rows under headings: aligned, without lines, cut to the width of the terminal at the last column.</summary>
internal sealed class Table
{
    private const int Gap = 2;

    private readonly Column[] _columns;
    private readonly List<string[]> _rows = [];

    /// <param name="headings">The headings; one that begins with <c>&gt;</c> stands over numbers, aligned to the right.</param>
    public Table(params ReadOnlySpan<string> headings)
    {
        _columns = new Column[headings.Length];
        for (var i = 0; i < headings.Length; i++)
        {
            _columns[i] = new Column(headings[i].TrimStart('>'), headings[i].StartsWith('>'));
        }
    }

    public int Count => _rows.Count;

    /// <summary>Adds a row. Cells are made safe to show.</summary>
    public Table Row(params ReadOnlySpan<string?> cells)
    {
        var row = new string[_columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i < cells.Length ? Printable.Of(cells[i] ?? "") : "";
        }

        _rows.Add(row);
        return this;
    }

    /// <summary>The lines. Columns without anything in them are left out.</summary>
    public IEnumerable<string> Lines(Ink ink, int width)
    {
        var used = Enumerable.Range(0, _columns.Length).Where(i => _rows.Any(row => row[i].Length > 0)).ToArray();
        var widths = used.Select(i => Math.Max(Cells(_columns[i].Heading), _rows.Max(row => Cells(row[i])))).ToArray();
        if (used.Any(i => _columns[i].Heading.Length > 0))
        {
            yield return ink.Dim(Line([.. used.Select(i => _columns[i].Heading)], used, widths, width));
        }

        foreach (var row in _rows)
        {
            yield return Line([.. used.Select(i => row[i])], used, widths, width);
        }
    }

    private string Line(string[] cells, int[] used, int[] widths, int width)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = cells[i];
            var room = width - line.Length;
            if (i == cells.Length - 1 && Cells(cell) > room && room > 8)
            {
                cell = Fit(cell, room);
            }

            var padding = Math.Max(0, widths[i] - Cells(cell));
            _ = _columns[used[i]].IsNumber ? line.Append(' ', padding).Append(cell) : line.Append(cell).Append(' ', padding);
            line.Append(' ', Gap);
        }

        return line.ToString().TrimEnd();
    }

    private static string Fit(string cell, int room)
    {
        var end = Math.Min(cell.Length, room - 1);
        while (end > 0 && (Cells(cell[..end]) > room - 1 || char.IsHighSurrogate(cell[end - 1])))
        {
            end--;
        }

        return cell[..end] + "…";
    }

    // Letters of some alphabets, and emoji, take two cells.
    private static int Cells(string text) => System.Text.Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    private readonly record struct Column(string Heading, bool IsNumber);
}
