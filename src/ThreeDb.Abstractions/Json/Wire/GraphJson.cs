using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of questions about the graph, as a person wrote it. What the values mean is checked by <see cref="IGraph"/>.</summary>
public static class GraphJson
{
    /// <summary>Reads what to run: <c>{"algorithm": "pageRank", "on": {"types": ["user"], "via": ["FOLLOWS"]}, "limit": 20}</c>.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1010</c>.</exception>
    public static AnalysisRequest ReadAnalysis(JsonElement json)
    {
        var o = Object(json, "algorithm", "on", "direction", "weighted", "damping", "iterations", "tolerance", "from", "resolution", "samples", "seed", "measure", "linkMeasure", "maximum", "limit", "saveAs");
        var usual = new AnalysisRequest { Algorithm = o.Word<GraphAlgorithm>("algorithm") ?? throw o.Fault("/algorithm", "'algorithm' is needed.") };
        return usual with
        {
            On = ReadSelection(o),
            Direction = o.Word<Direction>("direction"),
            Weighted = o.Flag("weighted") ?? usual.Weighted,
            Damping = o.Number("damping") ?? usual.Damping,
            Iterations = Whole(o, "iterations"),
            Tolerance = o.Number("tolerance") ?? usual.Tolerance,
            From = o.Texts("from"),
            Resolution = o.Number("resolution") ?? usual.Resolution,
            Samples = Whole(o, "samples"),
            Seed = Whole(o, "seed") ?? usual.Seed,
            Measure = o.Word<SimilarityMeasure>("measure") ?? usual.Measure,
            LinkMeasure = o.Word<LinkMeasure>("linkMeasure") ?? usual.LinkMeasure,
            Maximum = o.Flag("maximum") ?? usual.Maximum,
            Limit = Whole(o, "limit") ?? usual.Limit,
            SaveAs = o.Text("saveAs"),
        };
    }

    /// <summary>Reads how far to look.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1010</c>, <c>TDB1011</c>.</exception>
    public static ReachOptions ReadReach(JsonElement json)
    {
        var o = Object(json, "direction", "via", "depth", "at", "types", "where", "maxPerHop", "maxVisited", "limit", "explain");
        var usual = new ReachOptions();
        return usual with
        {
            Direction = o.Word<Direction>("direction") ?? usual.Direction,
            Via = o.Texts("via"),
            Depth = Whole(o, "depth") ?? usual.Depth,
            At = o.Time("at"),
            Types = o.Texts("types"),
            Where = o.Any("where") is { ValueKind: not JsonValueKind.Null } where ? Filter.Parse(where) : null,
            MaxPerHop = Whole(o, "maxPerHop"),
            MaxVisited = Whole(o, "maxVisited") ?? usual.MaxVisited,
            Limit = Whole(o, "limit") ?? usual.Limit,
            Explain = o.Flag("explain") ?? usual.Explain,
        };
    }

    /// <summary>Reads where to begin.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1010</c>.</exception>
    public static LossOptions ReadLosses(JsonElement json)
    {
        var o = Object(json, "roots", "via", "at", "limit");
        return new LossOptions { Roots = o.Texts("roots"), Via = o.Texts("via"), At = o.Time("at"), Limit = Whole(o, "limit") ?? new LossOptions().Limit };
    }

    /// <summary>Reads among which entities to look, and along which relations.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1010</c>.</exception>
    public static (IReadOnlyList<string> Ids, Traversal Options) ReadAmong(JsonElement json)
    {
        var o = Object(json, "ids", "via", "at", "explain");
        return (o.Texts("ids"), new Traversal { Via = o.Texts("via"), At = o.Time("at"), Explain = o.Flag("explain") ?? false });
    }

    /// <summary>Reads which part of the graph to hand over: <c>{"on": {"types": ["user"]}, "around": "ada", "depth": 3}</c>.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1010</c>.</exception>
    public static PartOptions ReadPart(JsonElement json)
    {
        var o = Object(json, "on", "around", "direction", "depth");
        return new PartOptions { On = ReadSelection(o), Around = o.Text("around"), Direction = o.Word<Direction>("direction"), Depth = Whole(o, "depth") };
    }

    private static GraphSelection ReadSelection(StrictObject analysis)
    {
        if (analysis.Any("on") is not { ValueKind: not JsonValueKind.Null } json)
        {
            return new GraphSelection();
        }

        var o = new StrictObject(json, "/on", ErrorCodes.InvalidParameter, "types", "via", "project", "at");
        return new GraphSelection { Types = o.Texts("types"), Via = o.Texts("via"), Project = o.Text("project"), At = o.Time("at") };
    }

    private static StrictObject Object(JsonElement json, params ReadOnlySpan<string> members) => new(json, "", ErrorCodes.InvalidParameter, members);

    private static int? Whole(StrictObject o, string name) => o.Integer(name, int.MinValue, int.MaxValue);
}
