using System.Diagnostics;

namespace ThreeDb.Postgres;

/// <summary>Finds and ranks entities: the graph leg by a walk, everything else in one statement on the same snapshot.</summary>
internal sealed class Ranker(StoreConnections connections, StoreConnections walking, TypeCatalogue types, VectorColumn vectors, VectorScan scan, TableKeeper keeper)
{
    public async Task<RankAnswer> RankAsync(int tenant, RankRequest request, CancellationToken cancellationToken)
    {
        if (request.Near is { } near && near.Length != vectors.Dimension)
        {
            throw new ThreeDbException(ErrorCodes.InvalidQuery, $"The vector has {near.Length} numbers; the embedding model gives {vectors.Dimension}.",
                errors: [new FieldError("/near/vector", $"needs {vectors.Dimension} numbers")]);
        }

        if (request.Text is not null)
        {
            keeper.Searched();
        }

        var known = await types.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var select = Projection.Of(request.Select);
        var steps = new List<QueryStep>();
        var similar = await CompareHereAsync(tenant, request, steps, cancellationToken).ConfigureAwait(false);
        if (request.Graph is null)
        {
            var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
            await using var ownBatch = batch.ConfigureAwait(false);
            var sql = new RankSql(tenant, request, select, vectors, known.Languages(request.Type)) { Similar = similar };
            if (sql.ScansVectors)
            {
                batch.AddScan(sql.Build());
            }
            else
            {
                batch.Add(sql.Build());
            }

            return await RunAsync(batch, request, select, steps, paths: null, cancellationToken).ConfigureAwait(false);
        }

        var graph = await GraphSnapshot.OpenAsync(walking, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownGraph = graph.ConfigureAwait(false);
        var walk = request.Walked ?? await WalkAsync(graph, known, request.Graph, cancellationToken).ConfigureAwait(false);
        steps.Add(new QueryStep("graph", $"walked {walk.Steps} {(walk.Steps == 1 ? "step" : "steps")} from '{request.Graph.From}' {walk.Note}", walk.Visited, walk.Milliseconds));
        var within = graph.Batch();
        await using var ownWithin = within.ConfigureAwait(false);
        within.AddOfSets(new RankSql(tenant, request, select, vectors, known.Languages(request.Type)) { Walked = (walk.Seqs, walk.Depths), Similar = similar }.Build());
        return await RunAsync(within, request, select, steps, (walk, graph), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<WalkedGraph> WalkAsync(GraphSnapshot graph, TypeSnapshot types, GraphLeg leg, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var question = new GraphQuestion(graph, types);
        var walk = question.Walk(leg.Direction, new RelationRules(leg.Via), Traversal.MaxVisited);
        walk.Start(await question.SeqOfAsync(leg.From, cancellationToken).ConfigureAwait(false));
        while (walk.Depth < leg.MaxDepth && await walk.StepAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        var reached = walk.Visited.Where(visit => visit.Value.Depth >= leg.MinDepth).ToList();
        var cut = walk.Truncated ? $", cut at {Traversal.MaxVisited:N0} entities" : "";
        return new WalkedGraph(
            [.. reached.Select(visit => visit.Key)], [.. reached.Select(visit => visit.Value.Depth)], walk.Visited.Count, walk.Depth, "by SQL" + cut, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            seq => walk.Visited.ContainsKey(seq) ? walk.PathTo(seq) : null);
    }

    // Without pgvector this process compares the vectors; the statement gets their similarities.
    private async Task<(long[], double[])?> CompareHereAsync(int tenant, RankRequest request, List<QueryStep> steps, CancellationToken cancellationToken)
    {
        if (request.Near is not { } near || vectors.IsNative)
        {
            return null;
        }

        var started = Stopwatch.GetTimestamp();
        var similar = await scan.SimilaritiesAsync(tenant, request.Type, near, cancellationToken).ConfigureAwait(false);
        steps.Add(new QueryStep("near", "read and compared all vectors of the type, because PostgreSQL lacks pgvector", similar.Seqs.Length,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds));
        return similar;
    }

    private static async Task<RankAnswer> RunAsync(
        TenantBatch batch, RankRequest request, Projection select, List<QueryStep> steps, (WalkedGraph Walk, GraphSnapshot Graph)? paths, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var found = new List<(Hit Hit, long Seq)>();
        var boosts = new BoostReader(request.Boost, EntityReader.ColumnCount + 5);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var size = new AnswerSize(reader);
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                const int After = EntityReader.ColumnCount;
                var entity = EntityReader.Read(reader);
                await size.AddAsync(entity.Data).ConfigureAwait(false);
                found.Add((new Hit
                {
                    Entity = select.WithScores(reader, boosts.End, entity),
                    Score = reader.Get<double>(After),
                    Scores = new LegScores(Score(reader, After + 1), Score(reader, After + 2), Score(reader, After + 3), boosts.Read(reader)),
                }, reader.Get<long>(After + 4)));
            }
        }

        steps.AddRange(boosts.Steps);
        steps.Add(new QueryStep("rank", "one statement: filter, scores, best", found.Count, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
        var ways = paths is { } walked ? await PathReader.ReadAsync(walked.Walk, walked.Graph, [.. found.Where(one => one.Hit.Scores.Graph is not null).Select(one => one.Seq)], cancellationToken).ConfigureAwait(false) : [];
        return new RankAnswer(
            [.. found.Select(hit => hit.Hit with { Path = ways.GetValueOrDefault(hit.Seq) })],
            [.. found.Select(hit => select.Apply(hit.Hit.Entity))], steps);
    }

    private static double? Score(TenantReader reader, int column) => reader.IsNull(column) ? null : reader.Get<double>(column);
}

/// <summary>Hits with their whole entities, and the entities as they were selected.</summary>
internal sealed record RankAnswer(IReadOnlyList<Hit> Hits, IReadOnlyList<Entity> Selected, IReadOnlyList<QueryStep> Steps);
