namespace ThreeDb.Postgres.Tests;

/// <summary>Saves scores of entities by id.</summary>
internal static class SavedScores
{
    public static async Task<long> SaveAsync(EngineFixture fixture, TenantDb db, string name, IReadOnlyDictionary<string, double> scores)
    {
        await using var sql = await Sql.AdminAsync(fixture.Database);
        var seqs = (await sql.RowsAsync("select id, seq from threedb.entity where tenant_id = $1 and id = any ($2)", db.Session.TenantId, scores.Keys.ToArray()))
            .ToDictionary(row => (string)row[0]!, row => (int)(long)row[1]!);
        return await db.Session.SaveScoresAsync(name, [.. seqs.Values], [.. seqs.Keys.Select(id => scores[id])]);
    }
}
