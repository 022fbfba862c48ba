using ThreeDb.Client;

namespace ThreeDb.Cli.Tests.Commands;

public sealed class OperatorVerbTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Tenant_is_created_listed_and_deleted_with_its_name_as_confirmation()
    {
        Assert.Equal("acme", (await OperateAsync("tenant", "create", "acme", "--json")).Payload.GetProperty("name").GetString());
        Assert.Equal("TDB2013", (await OperateAsync("tenant", "create", "acme", "--json")).Failure.GetProperty("code").GetString());
        Assert.Contains("acme", (await OperateAsync("tenant", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await OperateAsync("tenant", "delete", "acme", "--confirm=other")).ExitCode);
        Assert.Equal("acme", (await OperateAsync("tenant", "delete", "acme", "--confirm=acme", "--json")).Payload.GetProperty("name").GetString());
        Assert.Equal(5, (await OperateAsync("tenant", "delete", "acme", "--confirm=acme")).ExitCode);
    }

    [Fact]
    public async Task Key_is_the_only_line_of_stdout_and_works_until_it_is_revoked()
    {
        var made = await OperateAsync("key", "create", "--tenant", "other", "--scope", "read", "--expires", "90d", "--actor", "robot");
        Assert.Equal(0, made.ExitCode);
        var file = cli.Write("key", made.Output);

        var entity = await cli.RunAsync("put", "x", "--type", "note", "--data", "{}", "--key-file", file, "--json");
        Assert.Equal((4, "TDB3003"), (entity.ExitCode, entity.Failure.GetProperty("code").GetString()));
        Assert.Equal(0, (await cli.RunAsync("list", "--key-file", file)).ExitCode);
        using (var client = new ThreeDbClient(cli.Url, made.Output.Trim()))
        {
            Assert.Equal(new Caller("other", "robot", KeyScope.Read), await client.Access.WhoAmIAsync());
        }

        var key = Assert.Single((await OperateAsync("key", "list", "--tenant", "other", "--json")).Payload.EnumerateArray());
        Assert.NotEqual("", key.GetProperty("expiresAt").GetString());
        Assert.DoesNotContain("secret", key.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (await OperateAsync("key", "revoke", key.GetProperty("id").GetString()!, "--tenant", "other")).ExitCode);
        Assert.Contains("revoked", (await OperateAsync("key", "list", "--tenant", "other")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_verbs_go_over_http_where_a_server_is_named()
    {
        string[] create = ["key", "create", "--scope", "admin", "--idempotency-key", cli.Unique("key"), "--json"];
        var made = (await cli.RunAsync(create)).Payload;
        var id = made.GetProperty("key").GetProperty("id").GetString()!;
        var again = (await cli.RunAsync(create)).Failure;
        Assert.Equal("TDB2022", again.GetProperty("code").GetString());
        Assert.Contains($"3db key revoke {id}", again.GetProperty("hint").GetString(), StringComparison.Ordinal);
        var file = cli.Write("admin-key", made.GetProperty("secret").GetString()!);

        Assert.Contains((await cli.RunAsync("key", "list", "--key-file", file, "--json")).Payload.EnumerateArray(), key => key.GetProperty("id").GetString() == id);
        Assert.Equal(0, (await cli.RunAsync("key", "revoke", id)).ExitCode);
        Assert.Equal(2, (await cli.RunAsync("key", "list", "--tenant", "other")).ExitCode);
    }

    [Theory]
    [InlineData("frob", 1, "TDB6003")]
    [InlineData("Host=h;Frob=1", 1, "TDB6003")]
    [InlineData("postgres://u:hidden@127.0.0.1:1/x", 9, "TDB4001")]
    public async Task Wrong_address_of_PostgreSQL_is_named_as_what_it_is(string connection, int exit, string code)
    {
        Dictionary<string, string> variables = new() { ["THREEDB_POSTGRES"] = connection };
        foreach (var words in (string[][])[["tenant", "list", "--json"], ["migrate", "status", "--json"], ["key", "list", "--json"]])
        {
            var answer = await RealProgram.RunAsync(variables, words);
            Assert.Equal((exit, code), (answer.ExitCode, answer.Failure.GetProperty("code").GetString()));
            Assert.Contains("THREEDB_POSTGRES", answer.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", answer.Error, StringComparison.Ordinal);
        }

        var doctor = await RealProgram.RunAsync(variables, "doctor");
        Assert.Contains(code == "TDB6003" ? "is not valid" : "cannot be reached", doctor.Output + doctor.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("TDB4009", doctor.Output + doctor.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_that_works_in_PostgreSQL_says_that_the_named_server_is_not_asked()
    {
        var answer = await RealProgram.RunAsync(new Dictionary<string, string> { ["THREEDB_POSTGRES"] = cli.Database.ConnectionString, ["THREEDB_URL"] = "http://127.0.0.1:1" }, "tenant", "list");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("the PostgreSQL that THREEDB_POSTGRES names; the server that THREEDB_URL names is not asked", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_is_not_let_in()
    {
        var answer = await cli.RunAsync("3db_wrong", ["list", "--key-file", "-", "--json"]);

        Assert.Equal((3, "TDB3002"), (answer.ExitCode, answer.Failure.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Migrate_says_what_is_missing_and_does_it()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        var variables = new Dictionary<string, string> { ["THREEDB_POSTGRES"] = empty.ConnectionString };

        var before = (await RealProgram.RunAsync(variables, "migrate", "status", "--json")).Payload;
        Assert.Equal(0, before.GetProperty("version").GetInt32());
        var steps = before.GetProperty("applied").GetArrayLength();
        Assert.Equal(steps, (await RealProgram.RunAsync(variables, "migrate", "--json")).Payload.GetProperty("applied").GetArrayLength());
        Assert.Equal(0, (await RealProgram.RunAsync(variables, "migrate", "status", "--json")).Payload.GetProperty("applied").GetArrayLength());
    }

    private Task<Answer> OperateAsync(params string[] words) =>
        RealProgram.RunAsync(new Dictionary<string, string> { ["THREEDB_POSTGRES"] = cli.Database.ConnectionString }, words);
}
