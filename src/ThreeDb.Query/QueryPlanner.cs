namespace ThreeDb.Querying;

/// <summary>Checks a query and decides how it is answered.</summary>
public static class QueryPlanner
{
    private const int MaxGraphDepth = 10;
    private const int MaxWords = 1000;
    private const double MaxWeight = 1000;
    private const int FewestNearCandidates = 200;

    /// <exception cref="ThreeDbException"><c>TDB1013</c> with every fault.</exception>
    public static QueryPlan Plan(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Check(query);
        Leg?[] legs = [query.Text, query.Near, query.Graph];
        var present = legs.OfType<Leg>().ToList();
        var alone = present.Count == 1;
        bool Must(Leg? leg) => leg is not null && (alone || leg.Mode == LegMode.Must);

        var strategy = Strategy(query, present.Count);
        var plan = new QueryPlan(strategy, Must(query.Text), Must(query.Near), Must(query.Graph),
            Math.Max(FewestNearCandidates, 10 * query.Limit), Describe(query, strategy, Must), Rejected(query, strategy));
        return plan;
    }

    private static QueryStrategy Strategy(Query query, int legs)
    {
        var plain = query.Where is null && query.Project is null;
        return legs switch
        {
            _ when query.Boost.Count > 0 => QueryStrategy.Candidates,
            0 => QueryStrategy.Filter,
            1 when query.Text is not null && plain => QueryStrategy.TextTop,
            1 when query.Near is not null && plain => QueryStrategy.NearTop,
            _ => QueryStrategy.Candidates,
        };
    }

    private static string Describe(Query query, QueryStrategy strategy, Func<Leg?, bool> must)
    {
        switch (strategy)
        {
            case QueryStrategy.Filter:
                return "filter";
            case QueryStrategy.TextTop:
                return "text index → best";
            case QueryStrategy.NearTop:
                return "all vectors of the type → nearest";
        }

        // What restricts comes first: it is cheap to know and leaves less to score.
        var steps = new List<string>();
        void Step(Leg? leg, string name)
        {
            if (must(leg))
            {
                steps.Add(name);
            }
        }

        Step(query.Graph, "graph");
        Step(query.Text, "text");
        if (query.Where is not null || query.Project is not null || query.From is not null)
        {
            steps.Add("filter");
        }

        var ranking = new (Leg? Leg, string Name)[] { (query.Graph, "graph"), (query.Text, "text"), (query.Near, "near") }
            .Where(leg => leg.Leg is not null && (leg.Name == "near" || !must(leg.Leg)))
            .Select(leg => leg.Name);
        if (query is not { Text: null, Near: null, Graph: null })
        {
            steps.Add("score by " + string.Join(" + ", ranking.DefaultIfEmpty(must(query.Text) ? "text" : "graph")));
        }

        if (query.Boost.Count > 0)
        {
            steps.Add("boost by " + string.Join(" + ", query.Boost.Keys));
        }

        return string.Join(" → ", steps);
    }

    private static List<string> Rejected(Query query, QueryStrategy strategy) => strategy switch
    {
        QueryStrategy.Candidates when query.Boost.Count > 0 =>
            ["best of the legs → boost: a boost may lift a hit that the legs alone rank lower, so every candidate is scored"],
        QueryStrategy.Candidates when query is { Text: not null, Near: null, Graph: null } =>
            ["text index → best: the filter may remove hits of the index, so that too few would be left"],
        QueryStrategy.Candidates when query is { Near: not null, Text: null, Graph: null } =>
            ["all vectors → nearest → filter: the filter may remove the nearest, so that too few would be left"],
        QueryStrategy.Candidates when query.Near is not null =>
            ["nearest first → other legs: the best of all legs need not be among the nearest"],
        _ => [],
    };

    private static void Check(Query query)
    {
        var faults = new List<FieldError>();
        void Fault(string pointer, string detail) => faults.Add(new FieldError(pointer, detail));
        if (query.Limit is < 1 or > Query.MaxLimit)
        {
            Fault("/limit", $"The limit is 1 to {Query.MaxLimit:N0}, not {query.Limit:N0}.");
        }

        CheckName(query.From, "type", "/from", faults);
        CheckName(query.Project, "project", "/project", faults);
        CheckText(query.Text, faults);
        CheckNear(query.Near, faults);
        CheckGraph(query.Graph, faults);
        foreach (var (leg, pointer) in new (Leg?, string)[] { (query.Text, "/text"), (query.Near, "/near"), (query.Graph, "/graph") })
        {
            if (leg is not null && !(leg.Weight > 0 && leg.Weight <= MaxWeight))
            {
                Fault(pointer + "/weight", $"A weight is above 0 and at most {MaxWeight:N0}.");
            }
        }

        CheckBoost(query.Boost, faults);
        if (faults.Count > 0)
        {
            throw new ThreeDbException(ErrorCodes.InvalidQuery, FieldError.Summary("The query", faults), errors: faults);
        }
    }

    private static void CheckText(TextLeg? text, List<FieldError> faults)
    {
        if (text is not null && (string.IsNullOrWhiteSpace(text.Query) || text.Query.Length > MaxWords || !JsonGuard.IsStorable(text.Query)))
        {
            faults.Add(new FieldError("/text/query", $"The words have 1 to {MaxWords:N0} characters, without U+0000."));
        }
    }

    private static void CheckNear(NearLeg? near, List<FieldError> faults)
    {
        if (near is null)
        {
            return;
        }

        if (new object?[] { near.Text, near.Entity, near.Vector }.Count(value => value is not null) != 1)
        {
            faults.Add(new FieldError("/near", "Give exactly one of 'text', 'entity' and 'vector'."));
        }

        if (near.Text is { } text && (string.IsNullOrWhiteSpace(text) || text.Length > 100_000 || !JsonGuard.IsStorable(text)))
        {
            faults.Add(new FieldError("/near/text", "The text has 1 to 100,000 characters, without U+0000."));
        }

        if (near.Vector is { } vector && (vector.Count == 0 || vector.Any(value => !float.IsFinite(value)) || vector.All(value => value == 0)))
        {
            faults.Add(new FieldError("/near/vector", "A vector has finite numbers that are not all 0."));
        }
    }

    private static void CheckGraph(GraphLeg? graph, List<FieldError> faults)
    {
        if (graph is null)
        {
            return;
        }

        if (graph.MinDepth < 0 || graph.MaxDepth < graph.MinDepth || graph.MaxDepth is < 1 or > MaxGraphDepth)
        {
            faults.Add(new FieldError("/graph/depth", $"The depth is a number from 1 to {MaxGraphDepth}, or a pair [least, most] with 0 <= least <= most <= {MaxGraphDepth}."));
        }

        for (var i = 0; i < graph.Via.Count; i++)
        {
            CheckName(graph.Via[i], "relation type", $"/graph/via/{i}", faults);
        }
    }

    private static void CheckBoost(IReadOnlyDictionary<string, double> boost, List<FieldError> faults)
    {
        if (boost.Count > Query.MaxBoosts)
        {
            faults.Add(new FieldError("/rank/boost", $"At most {Query.MaxBoosts} scores can boost; these are {boost.Count:N0}."));
            return;
        }

        foreach (var (name, weight) in boost)
        {
            var pointer = "/rank/boost/" + JsonPointer.Escape(name);
            CheckName(name, "score", pointer, faults);
            if (!(weight > 0 && weight <= MaxWeight))
            {
                faults.Add(new FieldError(pointer, $"A weight is above 0 and at most {MaxWeight:N0}."));
            }
        }
    }

    private static void CheckName(string? name, string what, string pointer, List<FieldError> faults)
    {
        if (name is null)
        {
            return;
        }

        try
        {
            Identifiers.CheckName(name, what, pointer);
        }
        catch (ThreeDbException e)
        {
            faults.Add(new FieldError(pointer, e.Message));
        }
    }
}
