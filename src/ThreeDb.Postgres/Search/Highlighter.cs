namespace ThreeDb.Postgres;

/// <summary>Makes excerpts that show the words that were found.</summary>
internal sealed class Highlighter(StoreConnections connections, TypeCatalogue types)
{
    // ts_headline parses the text again, so only its beginning is looked at.
    private const int MaxText = 10_000;
    private const string Options = "StartSel=**, StopSel=**, MaxFragments=2, MaxWords=18, MinWords=6, FragmentDelimiter=\" … \"";

    /// <summary>An excerpt for each entity, in order.</summary>
    public async Task<IReadOnlyList<string>> MakeAsync(int tenant, string words, string? type, IReadOnlyList<Entity> entities, CancellationToken cancellationToken)
    {
        if (entities.Count == 0)
        {
            return [];
        }

        var known = await types.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var texts = entities.Select(entity => Excerptable(entity, known.PlanOf(entity.Type))).ToArray();
        var languages = entities.Select(entity => known.PlanOf(entity.Type).Language).ToArray();
        var sql = new SqlBuilder();
        var query = RankSql.Words(sql, words, known.Languages(type));
        sql.Append($"""
            select ts_headline(u.language::regconfig, u.text, {query}, {sql.Text(Options)})
            from unnest({sql.Texts(texts)}, {sql.Texts(languages)}) with ordinality u(text, language, i) order by u.i
            """);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await batch.RowsAsync(reader => reader.Get<string>(0), cancellationToken).ConfigureAwait(false);
    }

    private static string Excerptable(Entity entity, TypePlan plan)
    {
        var text = DocumentText.Read(entity.Data, plan).ToEmbed;
        return text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
    }
}
