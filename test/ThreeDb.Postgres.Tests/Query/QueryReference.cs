namespace ThreeDb.Postgres.Tests;

/// <summary>What a query means, written slowly and obviously in memory. Only the ranks of the words come from PostgreSQL.</summary>
/// <param name="entities">The live entities with their vectors, in order of creation.</param>
/// <param name="graph">Their relations.</param>
/// <param name="saved">Saved scores by name and id.</param>
internal sealed class QueryReference(IReadOnlyList<Embedded> entities, GraphOracle graph, IReadOnlyDictionary<string, Dictionary<string, double>> saved)
{
    /// <summary>All hits, best first.</summary>
    /// <param name="query">The query.</param>
    /// <param name="ranks">The rank of each entity that has the words.</param>
    /// <param name="near">The vector to be near to.</param>
    public IReadOnlyList<(string Id, double Score, LegScores Scores)> Answer(Query query, IReadOnlyDictionary<string, double> ranks, float[]? near)
    {
        var steps = query.Graph is { } leg ? graph.Depths(leg.From, leg.Direction, leg.Via, leg.MaxDepth).Where(one => one.Value >= leg.MinDepth).ToDictionary() : [];
        var scored = entities.Where(one => Matches(query, one.Entity)).Select(one => (one.Entity.Id, Scores: new LegScores(
            query.Text is not null && ranks.TryGetValue(one.Entity.Id, out var rank) ? rank : null,
            near is not null && one.Vector.Length > 0 ? one.Vector.Zip(near, (a, b) => (double)a * b).Sum() : null,
            steps.TryGetValue(one.Entity.Id, out var depth) ? 1.0 / (1 + depth) : null))).ToList();
        var legs = new List<(Leg Leg, Func<LegScores, double?> Of, bool BetweenLeastAndMost)>();
        Leg(query.Text, scores => scores.Text, false);
        Leg(query.Near, scores => scores.Near, true);
        Leg(query.Graph, scores => scores.Graph, false);
        if (legs.Count == 0)
        {
            return Boosted([.. scored.Select(one => (one.Id, 0.0, one.Scores))]);
        }

        // What restricts, restricts; where nothing does, any leg may find. A leg that is alone restricts.
        var must = legs.Where(leg => leg.Leg.Mode == LegMode.Must || legs.Count == 1).ToList();
        var candidates = scored.Where(one => must.Count > 0 ? must.All(leg => leg.Of(one.Scores) is not null) : legs.Any(leg => leg.Of(one.Scores) is not null)).ToList();
        return Boosted([.. candidates.Select(one => (one.Id, Score: Score(one.Scores), one.Scores))]);

        void Leg(Leg? leg, Func<LegScores, double?> of, bool between)
        {
            if (leg is not null)
            {
                legs.Add((leg, of, between));
            }
        }

        IReadOnlyList<(string Id, double Score, LegScores Scores)> Boosted(List<(string Id, double Score, LegScores Scores)> all) =>
            [.. all.Select(one => Add(one, query.Boost.Where(boost => saved[boost.Key].ContainsKey(one.Id)).ToDictionary(
                boost => boost.Key,
                boost => new BoostScore(saved[boost.Key][one.Id], boost.Value * Normalised(
                    saved[boost.Key][one.Id], [.. all.Where(other => saved[boost.Key].ContainsKey(other.Id)).Select(other => saved[boost.Key][other.Id])], betweenLeastAndMost: true)))))
                .OrderByDescending(one => one.Score)];

        static (string Id, double Score, LegScores Scores) Add((string Id, double Score, LegScores Scores) one, Dictionary<string, BoostScore> boosts) =>
            (one.Id, one.Score + boosts.Values.Sum(boost => boost.Added), one.Scores with { Boost = boosts.Count == 0 ? null : boosts });

        double Score(LegScores scores) => legs.Count == 1 && query.Boost.Count == 0
            ? legs[0].Of(scores)!.Value
            : legs.Sum(leg => leg.Leg.Weight * Normalised(leg.Of(scores), [.. candidates.Select(one => leg.Of(one.Scores)).OfType<double>()], leg.BetweenLeastAndMost)) / legs.Sum(leg => leg.Leg.Weight);
    }

    private static double Normalised(double? score, List<double> all, bool betweenLeastAndMost)
    {
        if (score is not { } value)
        {
            return 0;
        }

        return betweenLeastAndMost
            ? all.Max() > all.Min() ? (value - all.Min()) / (all.Max() - all.Min()) : 1
            : value / all.Max();
    }

    private static bool Matches(Query query, Entity entity) =>
        (query.From is null || entity.Type == query.From) && (query.Project is null || entity.Project == query.Project)
        && (query.Where is null || FilterOracle.Matches(query.Where, entity)) && entity.Id != query.Near?.Entity;
}
