namespace ThreeDb.Cli.Tests.Commands;

/// <summary>A small social network with a circle, weights, and a relation of another type.</summary>
internal static class SocialNetwork
{
    public static async Task FillAsync(CliFixture cli)
    {
        (string Who, string Whom, double Weight)[] follows =
            [("bob", "ada", 5), ("cid", "ada", 1), ("dan", "bob", 1), ("dan", "cid", 1), ("bob", "cid", 1), ("ada", "grace", 1), ("grace", "ada", 1)];
        await cli.Db.WriteAsync(
        [
            .. ((string[])["ada", "bob", "cid", "dan", "grace"]).Select(id => new CreateEntity("user", Json.Of($$"""{"name":"{{char.ToUpperInvariant(id[0]) + id[1..]}}"}""")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            new CreateEntity("paper", Json.Of("{}")) { Id = "paper", OnConflict = ConflictPolicy.Replace },
            .. follows.Select(one => new Relate(one.Who, "FOLLOWS", one.Whom) { Weight = one.Weight }),
            new Relate("grace", "READS", "paper"),
        ]);
    }
}
