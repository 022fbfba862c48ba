using System.Globalization;

namespace ThreeDb.Postgres;

/// <summary>Builds the one statement that finds and ranks.</summary>
/// <remarks>
/// Columns: those of <see cref="EntityReader.Columns"/>, then score, text, near, graph, seq; for each boost its value, what it adds, and over the candidates
/// the smallest, the largest and how many have it; then those of the selection.
/// Scores of several legs are normalised over the candidates (text and graph by the largest, near between smallest and largest) and
/// averaged by weight; a leg that did not find an entity counts 0. A boost is normalised like near and added with its weight; with one, so is a leg that is alone.
/// </remarks>
internal sealed class RankSql(int tenant, RankRequest request, Projection select, VectorColumn vectors, IReadOnlyList<string> languages)
{
    private readonly SqlBuilder _sql = new();
    private string _tenant = "";
    private string? _nearVector;

    /// <summary>The graph leg's entities with their distances; null without the leg.</summary>
    public (long[] Seqs, int[] Depths)? Walked { get; init; }

    /// <summary>The near leg's similarities, when this process computed them; null when PostgreSQL does.</summary>
    public (long[] Seqs, double[] Similarities)? Similar { get; init; }

    /// <summary>Whether it does no more than compare all vectors.</summary>
    public bool ScansVectors => request is { TopOfIndex: true, Text: null, Near: not null } && Similar is null;

    public SqlBuilder Build()
    {
        _tenant = _sql.Int(tenant);
        _nearVector = request.Near is { } near && Similar is null ? _sql.Binary(VectorColumn.ToBinary(near), "vector") : null;
        var ranked = (request.TopOfIndex, request.Text, request.Near) switch
        {
            (true, not null, _) => TextTop(),
            (true, _, not null) => NearTop(),
            _ when request is { Text: null, Near: null, Graph: null, Boost.Count: 0 } => Oldest(),
            _ => Candidates(),
        };
        return _sql.Append($"""
            with {ranked}
            select {EntityReader.Columns}, k.score, k.text, k.near, k.graph, e.seq{Boosts(i => $"k.boost{i}, k.added{i}, k.least{i}, k.most{i}, k.count{i}")}{select.Columns(_sql)}
            from ranked k join threedb.entity e on e.tenant_id = {_tenant} and e.seq = k.seq and e.state = 1
            order by k.score desc, k.seq
            """);
    }

    /// <summary>The words as a query in every language in which they may have been indexed.</summary>
    public static string Words(SqlBuilder sql, string words, IReadOnlyList<string> languages)
    {
        var text = sql.Text(SearchWords.Of(words));
        return string.Join(" || ", languages.Select(language => $"websearch_to_tsquery({sql.Text(language)}::regconfig, {text})"));
    }

    private string Oldest() => $"""
        ranked as (
            select e.seq, 0.0::float8 as score, null::float8 as text, null::float8 as near, null::float8 as graph
            from threedb.entity e where {Filter()} order by e.seq limit {_sql.Int(request.Limit)})
        """;

    private string TextTop() => $"""
        ranked as (
            select t.seq, t.rank::float8 as score, t.rank::float8 as text, null::float8 as near, null::float8 as graph
            from threedb.search_text_top({Words(_sql, request.Text!.Query, languages)}, {Types()}, {_sql.Int(request.Limit)}) t)
        """;

    private string NearTop() => $"""
        nearest as ({Nearest(_sql.Int(request.Limit), filtered: false)}),
        ranked as (
            select n.seq, n.similarity as score, null::float8 as text, n.similarity as near, null::float8 as graph from nearest n)
        """;

    private string Candidates()
    {
        var parts = new List<string>();
        var joins = new List<string>();
        var found = new List<string>();
        if (request.Text is { } text)
        {
            parts.Add($"t as materialized (select s.seq, s.rank::float8 as rank from threedb.search_text({Words(_sql, text.Query, languages)}, {Types()}) s)");
            joins.Add($"{Join(request.TextMust)} t on t.seq = e.seq");
            found.Add("select t.seq from t");
        }

        if (Walked is { } walked)
        {
            parts.Add($"g as materialized (select * from unnest({_sql.Longs(walked.Seqs)}, {_sql.Ints(walked.Depths)}) u(seq, depth))");
            joins.Add($"{Join(request.GraphMust)} g on g.seq = e.seq");
            found.Add("select g.seq from g");
        }

        // Without a leg that must find it, an entity comes of any leg.
        var ofAny = !request.TextMust && !request.NearMust && !request.GraphMust;
        if (request.Near is not null)
        {
            joins.Add($"{Join(request.NearMust)} {SimilarityOf("e", byKey: ofAny || request.TextMust || request.GraphMust)} v on v.seq = e.seq");
            if (ofAny)
            {
                parts.Add($"nearest as materialized ({Nearest(_sql.Int(request.NearCandidates), filtered: true)})");
                found.Add("select n.seq from nearest n");
            }
        }

        foreach (var (i, boost) in request.Boost.Index())
        {
            var row = string.Create(CultureInfo.InvariantCulture, $"b{i}");
            joins.Add($"left join threedb.score {row} on {ScoreSql.Of(row, boost.Key, _sql)}");
        }

        parts.Add($"""
            candidates as (
                select e.seq, {(request.Text is null ? "null::float8" : "t.rank")} as text,
                    {(request.Near is null ? "null::float8" : "v.similarity")} as near,
                    {(Walked is null ? "null::float8" : "1.0::float8 / (1 + g.depth)")} as graph{Boosts(i => $"b{i}.value as boost{i}")}
                from {(ofAny && found.Count > 0 ? $"({string.Join(" union ", found)}) f join threedb.entity e on e.seq = f.seq" : "threedb.entity e")}
                {string.Join("\n", joins)}
                where {Filter()})
            """);
        parts.Add($"""
            ranked as (
                select c.seq, {Score()} as score, c.text, c.near, c.graph{Boosts(i => $"""
                    c.boost{i}, {Added(i)} as added{i}, min(c.boost{i}) over () as least{i}, max(c.boost{i}) over () as most{i}, count(c.boost{i}) over () as count{i}
                    """)}
                from candidates c order by score desc, c.seq limit {_sql.Int(request.Limit)})
            """);
        return string.Join(",\n", parts);
    }

    private static string Join(bool must) => must ? "join" : "left join";

    private string Types() => request.Type is { } type ? _sql.Texts([type]) : "null::text[]";

    /// <summary>A row source of seq and similarity.</summary>
    /// <param name="entity">The entities.</param>
    /// <param name="byKey">Whether other legs have found them, and each is to be looked up. Otherwise PostgreSQL may read all vectors and compare.</param>
    private string SimilarityOf(string entity, bool byKey) => Similar is { } similar
        ? $"(select u.seq, u.similarity from unnest({_sql.Longs(similar.Seqs)}, {_sql.Doubles(similar.Similarities)}) u(seq, similarity))"
        : $"lateral (select x.seq, 1 - (x.embedding <=> {_nearVector}) as similarity from {vectors.Table} x where x.tenant_id = {_tenant} and x.seq = {entity}.seq{(byKey ? " limit 1" : "")})";

    private string Nearest(string limit, bool filtered)
    {
        var except = request.Except is { } id ? $" and v.seq <> coalesce((select m.seq from threedb.entity m where m.tenant_id = {_tenant} and m.id = {_sql.Text(id)}), 0)" : "";
        var narrowed = filtered && (request.Where is not null || request.Project is not null);
        var join = narrowed ? $" join threedb.entity e on e.tenant_id = {_tenant} and e.seq = v.seq and {Filter()}" : "";
        if (Similar is { } similar)
        {
            return $"select v.seq, v.similarity from unnest({_sql.Longs(similar.Seqs)}, {_sql.Doubles(similar.Similarities)}) v(seq, similarity){join} where true{except} order by v.similarity desc, v.seq limit {limit}";
        }

        var type = request.Type is { } wanted ? $" and v.type = {_sql.Text(wanted)}" : "";
        return $"select v.seq, 1 - (v.embedding <=> {_nearVector}) as similarity from {vectors.Table} v{join} where v.tenant_id = {_tenant}{type}{except} order by v.embedding <=> {_nearVector}, v.seq limit {limit}";
    }

    private string Filter()
    {
        var condition = $"e.tenant_id = {_tenant} and e.state = 1";
        condition += request.Type is null ? "" : $" and e.type = {_sql.Text(request.Type)}";
        condition += request.Project is null ? "" : $" and e.project = {_sql.Text(request.Project)}";
        condition += request.Except is null ? "" : $" and e.id <> {_sql.Text(request.Except)}";
        return condition + (request.Where is null ? "" : " and " + new FilterSql(_sql).Of(request.Where));
    }

    private string Score()
    {
        var legs = new List<(string Raw, string Normal, double Weight)>();
        if (request.Text is { } text)
        {
            legs.Add(("c.text", "coalesce(c.text / nullif(max(c.text) over (), 0), 0)", text.Weight));
        }

        if (request.Near is not null)
        {
            legs.Add(("c.near", BetweenLeastAndMost("c.near"), request.NearWeight));
        }

        if (request.Graph is { } graph)
        {
            legs.Add(("c.graph", "coalesce(c.graph / nullif(max(c.graph) over (), 0), 0)", graph.Weight));
        }

        if (legs.Count == 1 && request.Boost.Count == 0)
        {
            return legs[0].Raw;
        }

        var ofLegs = legs.Count == 0
            ? "0.0::float8"
            : $"({string.Join(" + ", legs.Select(leg => $"{leg.Normal} * {_sql.Double(leg.Weight)}"))}) / {_sql.Double(legs.Sum(leg => leg.Weight))}";
        return string.Concat(request.Boost.Select((_, i) => Added(i) + " + ")) + ofLegs;
    }

    private string Added(int boost) => string.Create(CultureInfo.InvariantCulture, $"{_sql.Double(request.Boost[boost].Value)} * {BetweenLeastAndMost($"c.boost{boost}")}");

    private string Boosts(Func<int, string> columns) => string.Concat(Enumerable.Range(0, request.Boost.Count).Select(i => ", " + columns(i)));

    private static string BetweenLeastAndMost(string score) =>
        $"coalesce(({score} - min({score}) over ()) / nullif(max({score}) over () - min({score}) over (), 0), case when {score} is null then 0 else 1 end)";
}
