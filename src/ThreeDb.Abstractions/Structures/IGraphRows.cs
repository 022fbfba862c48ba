namespace ThreeDb.Structures;

/// <summary>Takes the rows of a graph as they come from the source, in any order. Names are asked for once and then sent as numbers.</summary>
public interface IGraphRows
{
    /// <summary>Whether nothing was taken yet.</summary>
    bool IsEmpty { get; }

    /// <summary>The number of a type of entity.</summary>
    int EntityType(string name);

    /// <summary>The number of a type of relation.</summary>
    int RelationType(string name);

    /// <summary>The number of a project; 0 for none.</summary>
    int Project(string? name);

    /// <summary>The number of what a relation has besides its ends and type; 0 when it has nothing: weight 1, always valid, no key.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="from">From when on it holds, in microseconds since 1970; <see cref="long.MinValue"/> for always.</param>
    /// <param name="to">Until when it holds, exclusive; <see cref="long.MaxValue"/> for always.</param>
    /// <param name="key">The key.</param>
    int Detail(double weight, long from, long to, string key);

    /// <summary>Takes a live entity.</summary>
    /// <param name="seq">Its seq.</param>
    /// <param name="type">The number of its type.</param>
    /// <param name="project">The number of its project; 0 for none.</param>
    /// <param name="id">Its id in UTF-8.</param>
    void AddEntity(long seq, int type, int project, ReadOnlySpan<byte> id);

    /// <summary>Takes a relation.</summary>
    /// <param name="source">The seq of its source.</param>
    /// <param name="target">The seq of its target.</param>
    /// <param name="type">The number of its type.</param>
    /// <param name="detail">The number of its details.</param>
    void AddRelation(long source, long target, int type, int detail);
}
