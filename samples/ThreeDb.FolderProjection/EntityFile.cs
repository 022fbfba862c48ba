using System.Runtime.InteropServices;
using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>What the file of one seq holds: the entity, unless it is a stub, and the relations that begin at it.</summary>
internal sealed class EntityFile
{
    // A folder with a million files is no pleasure.
    private const int FilesPerFolder = 1000;

    // What cannot be read is held all the same, as an entity that equals none: the next comparison writes it anew or removes it.
    private static readonly byte[] Unreadable = "{\"unreadable\":true}"u8.ToArray();

    private readonly long _seq;
    private readonly Dictionary<RowKey, byte[]> _relations = [];
    private byte[]? _entity;

    /// <param name="folder">The copy.</param>
    /// <param name="seq">The entity.</param>
    public EntityFile(string folder, long seq)
    {
        (_seq, Path) = (seq, System.IO.Path.Combine(folder, $"{seq / FilesPerFolder}", $"{seq}.json"));
        if (!File.Exists(Path))
        {
            return;
        }

        try
        {
            Read(File.ReadAllBytes(Path));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            _relations.Clear();
            _entity = Unreadable;
        }
    }

    public string Path { get; }

    /// <summary>Whether there is no reason for a file.</summary>
    public bool IsEmpty => _entity is null && _relations.Count == 0;

    /// <summary>The seqs of a range that have files.</summary>
    public static IEnumerable<long> In(string folder, SeqRange range) =>
        from part in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : []
        let first = Number(part) * FilesPerFolder
        where first < range.To && first + FilesPerFolder > range.From
        from file in Directory.EnumerateFiles(part, "*.json")
        let seq = Number(file)
        where seq >= range.From && seq < range.To
        select seq.Value;

    /// <param name="row">What it shall hold from now on.</param>
    /// <param name="live">Takes the keys of rows that are not to be removed.</param>
    public void Set(ProjectedEntity row, List<RowKey> live)
    {
        _entity = row.IsLive ? RowJson.Of(row) : null;
        live.AddRange(row.IsLive ? [row.RowKey] : []);
    }

    public void Set(ProjectedRelation row, List<RowKey> live)
    {
        if (row.IsLive)
        {
            _relations[row.RowKey] = RowJson.Of(row);
            live.Add(row.RowKey);
        }
        else
        {
            _relations.Remove(row.RowKey);
        }
    }

    /// <summary>The entity, or the relations, with hashes of the bytes that are there.</summary>
    public IEnumerable<HeldRow> Rows(bool relations) => relations
        ? _relations.Select(row => new HeldRow(row.Key, RowJson.Hash(row.Value)))
        : _entity is null ? [] : [new HeldRow(RowKey.Entity(_seq), RowJson.Hash(_entity))];

    /// <summary>The content of the file: a row a line, in an order that stays.</summary>
    public byte[] Write()
    {
        using var file = new MemoryStream();
        file.Write("{\"entity\": "u8);
        file.Write(_entity ?? "null"u8);
        var between = ",\n\"relations\": [\n"u8;
        foreach (var row in _relations.OrderBy(row => row.Key.Type, StringComparer.Ordinal).ThenBy(row => row.Key.Target).ThenBy(row => row.Key.Key, StringComparer.Ordinal))
        {
            file.Write(between);
            file.Write(row.Value);
            between = ",\n"u8;
        }

        file.Write(_relations.Count == 0 ? ",\n\"relations\": []}\n"u8 : "]}\n"u8);
        return file.ToArray();
    }

    private void Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 128 });
        var entity = json.RootElement.GetProperty("entity");
        _entity = entity.ValueKind == JsonValueKind.Null ? null : Raw(entity);
        foreach (var row in json.RootElement.GetProperty("relations").EnumerateArray())
        {
            var key = new RowKey(_seq, row.GetProperty("target").GetInt64(), Text(row, "type"), Text(row, "key"));
            _relations[key] = Raw(row);
        }
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null.");

    // Other files that somebody may have put there are none of ours.
    private static long? Number(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return long.TryParse(name, out var number) && name == $"{number}" ? number : null;
    }

    private static byte[] Raw(JsonElement row) => JsonMarshal.GetRawUtf8Value(row).ToArray();
}
