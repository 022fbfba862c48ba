namespace ThreeDb.Postgres;

/// <summary>The text of an entity, as it is stored.</summary>
internal readonly record struct TextRow(long Seq, string Type, byte[] Vector);

/// <summary>The embedding of an entity, as it is stored.</summary>
internal readonly record struct VectorRow(long Seq, string Type, Guid TextHash, float[] Embedding);

/// <summary>What a batch changes in the side tables.</summary>
internal sealed class SideRows
{
    public List<TextRow> Texts { get; } = [];

    /// <summary>Whether none of the texts replaces one.</summary>
    public bool TextsAreNew { get; set; } = true;

    public List<long> TextsGone { get; } = [];

    public List<VectorRow> Vectors { get; } = [];

    /// <summary>Whether none of the vectors replaces one.</summary>
    public bool VectorsAreNew { get; set; } = true;

    public List<long> VectorsGone { get; } = [];

    /// <summary>Entities whose saved scores go with them.</summary>
    public List<long> ScoresGone { get; } = [];
}
