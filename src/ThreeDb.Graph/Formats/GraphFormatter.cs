using System.Text;

namespace ThreeDb.Graphs;

/// <summary>One format of graph files: puts text into a buffer that is emptied now and then.</summary>
internal abstract class GraphFormatter : IDisposable
{
    /// <summary>What is to be passed on.</summary>
    public StringBuilder Written { get; } = new();

    /// <summary>Begins, and tells which scores nodes will have.</summary>
    public abstract void Begin(IReadOnlyList<string> scoreNames);

    /// <summary>Adds a node.</summary>
    public abstract void Add(GraphFileNode node);

    /// <summary>Tells that all nodes were added.</summary>
    public abstract void BeginEdges();

    /// <summary>Adds an edge.</summary>
    public abstract void Add(GraphFileEdge edge);

    /// <summary>Ends.</summary>
    public abstract void End();

    /// <summary>Moves what is held elsewhere to <see cref="Written"/>.</summary>
    public virtual void Flush()
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
