using System.Text;
using ThreeDb.Structures;

namespace ThreeDb.Graphs;

/// <summary>Gathers the rows of a graph and packs them. Entities and relations come in any order.</summary>
/// <param name="names">What numbers stand for; filled on the way.</param>
/// <param name="budget">The largest memory that the packed graph may take, in bytes.</param>
public sealed class GraphBuilder(GraphNames names, long budget = long.MaxValue) : IGraphRows
{
    private readonly Column<int> _seqs = new();
    private readonly Column<ushort> _types = new();
    private readonly Column<int> _projects = new();
    private readonly Column<int> _idEnds = new();
    private readonly Column<byte> _ids = new();
    private readonly Column<int> _sources = new();
    private readonly Column<int> _targets = new();
    private readonly Column<ushort> _relationTypes = new();
    private readonly Column<int> _details = new();
    private int _seqEnd;
    private bool _hasProjects;
    private bool _hasDetails;

    /// <summary>What numbers stand for.</summary>
    public GraphNames Names => names;

    /// <inheritdoc />
    public bool IsEmpty => EntityCount == 0 && RelationCount == 0;

    /// <summary>How many entities were added.</summary>
    public int EntityCount => _seqs.Count;

    /// <summary>How many relations were added.</summary>
    public int RelationCount => _sources.Count;

    /// <summary>Adds a live entity.</summary>
    /// <param name="seq">Its seq.</param>
    /// <param name="type">The number of its type.</param>
    /// <param name="project">The number of its project; 0 for none.</param>
    /// <param name="id">Its id in UTF-8.</param>
    /// <exception cref="GraphTooLargeException">More than the budget, or than can be numbered.</exception>
    public void AddEntity(long seq, int type, int project, ReadOnlySpan<byte> id)
    {
        _seqs.Add(Seq(seq));
        _types.Add((ushort)type);
        _projects.Add(project);
        _hasProjects |= project != 0;
        _ids.AddRange(id);
        _idEnds.Add(_ids.Count);
        CheckNowAndThen(_seqs.Count);
    }

    /// <summary>Adds a live entity by names.</summary>
    /// <exception cref="GraphTooLargeException">More than the budget, or than can be numbered.</exception>
    public void AddEntity(long seq, string type, string? project, string id) =>
        AddEntity(seq, names.EntityTypes.CodeOf(type), names.Projects.CodeOf(project), Encoding.UTF8.GetBytes(id));

    /// <summary>Adds a relation.</summary>
    /// <param name="source">The seq of its source.</param>
    /// <param name="target">The seq of its target.</param>
    /// <param name="type">The number of its type.</param>
    /// <param name="detail">The number of its details.</param>
    /// <exception cref="GraphTooLargeException">More than the budget, or than can be numbered.</exception>
    public void AddRelation(long source, long target, int type, int detail)
    {
        _sources.Add(Seq(source));
        _targets.Add(Seq(target));
        _relationTypes.Add((ushort)type);
        if (detail != 0 || _hasDetails)
        {
            AddDetail(detail);
        }

        CheckNowAndThen(_sources.Count);
    }

    /// <summary>The number of a type of entity.</summary>
    public int EntityType(string name) => names.EntityTypes.CodeOf(name);

    /// <summary>The number of a type of relation.</summary>
    public int RelationType(string name) => names.RelationTypes.CodeOf(name);

    /// <summary>The number of a project; 0 for none.</summary>
    public int Project(string? name) => names.Projects.CodeOf(name);

    /// <summary>The number of details; see <see cref="RelationDetail"/>.</summary>
    public int Detail(double weight, long from, long to, string key) => names.Details.NumberOf(weight, from, to, key);

    /// <summary>Packs what was added.</summary>
    internal GraphBase Build()
    {
        Check();
        var types = new ushort[_seqEnd];
        var projects = _hasProjects ? new int[_seqEnd] : null;
        BaseSide? incoming = null;
        var beside = Task.Run(() => incoming = BaseSide.Group(_seqEnd, _targets.Span, _sources.Span, _relationTypes.Span, _details.Span));
        for (var i = 0; i < _seqs.Count; i++)
        {
            types[_seqs[i]] = _types[i];
            if (projects is not null)
            {
                projects[_seqs[i]] = _projects[i];
            }
        }

        var ids = Ids();
        var outgoing = BaseSide.Group(_seqEnd, _sources.Span, _targets.Span, _relationTypes.Span, _details.Span);
        beside.GetAwaiter().GetResult();
        return new GraphBase(types, projects, ids, outgoing, incoming!);
    }

    /// <summary>How many of the relations have weights below 0.</summary>
    internal NegativeWeights CountNegativeWeights() => NegativeWeights.Of(_relationTypes.Span, _details.Span, names.Details);

    private void AddDetail(int detail)
    {
        if (!_hasDetails)
        {
            _hasDetails = true;
            _details.AddZeros(_sources.Count - 1);
        }

        _details.Add(detail);
    }

    private IdTable Ids()
    {
        var lengths = new int[_seqEnd + 1];
        for (var i = 0; i < _seqs.Count; i++)
        {
            lengths[_seqs[i] + 1] = _idEnds[i] - (i == 0 ? 0 : _idEnds[i - 1]);
        }

        for (var seq = 0; seq < _seqEnd; seq++)
        {
            lengths[seq + 1] += lengths[seq];
        }

        var text = new byte[_ids.Count];
        for (var i = 0; i < _seqs.Count; i++)
        {
            var from = i == 0 ? 0 : _idEnds[i - 1];
            _ids.Span[from.._idEnds[i]].CopyTo(text.AsSpan(lengths[_seqs[i]]));
        }

        return new IdTable(text, lengths);
    }

    private int Seq(long seq)
    {
        if (seq is < 0 or >= int.MaxValue - 64)
        {
            throw new GraphTooLargeException($"the number {seq:N0} of an entity is above {int.MaxValue:N0}");
        }

        _seqEnd = Math.Max(_seqEnd, (int)seq + 1);
        return (int)seq;
    }

    private void CheckNowAndThen(int count)
    {
        if ((count & 0xFFFF) == 0)
        {
            Check();
        }
    }

    // Number 0 is counted among the names, so that there is one less.
    private GraphSize Size => new(EntityCount, _ids.Count, _seqEnd, RelationCount)
    {
        HasProjects = _hasProjects,
        RelationTypes = names.RelationTypes.Count - 1,
        Details = _hasDetails ? names.Details.Count - 1 : 0,
    };

    // What was added so far takes at least so much once it is packed.
    private void Check()
    {
        var bytes = GraphNeed.RowBytes(Size) + (RelationCount == 0 ? 0 : names.Details.Bytes);
        if (bytes > budget)
        {
            throw new GraphTooLargeException($"it needs more than {bytes / 1048576.0:N1} MB, and {budget / 1048576.0:N1} MB are allowed", bytes);
        }
    }
}
